import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const backend = process.env.SMENA_BACKEND ?? "http://127.0.0.1:8000";

const compressible = /\.(js|css|html|svg|webmanifest)$/;

/** Writes `.br` and `.gz` beside what compresses; the API serves them, so nothing is compressed per request. */
function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    writeBundle({ dir }) {
      if (!dir) return;
      for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
        if (!compressible.test(name)) continue;
        const path = join(dir, name);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
      }
    },
  };
}

export default defineConfig({
  plugins: [
    tanstackRouter({ target: "react", autoCodeSplitting: true }),
    react(),
    tailwindcss(),
    { ...optimizeLocales.vite({ locales: ["ru-RU", "uk-UA", "en-US"] }), enforce: "pre" },
    precompress(),
  ],
  resolve: { tsconfigPaths: true },
  server: { proxy: { "/api": backend, "/auth/v1": backend, "/storage/v1": backend, "/local": backend } },
  build: { sourcemap: "hidden" },
  test: {
    projects: [
      // A document takes a second for each file, and so does a process of its own; what needs neither goes without.
      {
        extends: true,
        test: {
          name: "logic",
          environment: "node",
          isolate: false,
          include: ["src/**/*.test.ts"],
          exclude: ["src/**/*.dom.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "screens",
          environment: "jsdom",
          setupFiles: "src/test-setup.ts",
          include: ["src/**/*.test.tsx", "src/**/*.dom.test.ts"],
        },
      },
    ],
  },
});
