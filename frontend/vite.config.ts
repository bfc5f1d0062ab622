import optimizeLocales from "@react-aria/optimize-locales-plugin";
import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [
    tanstackRouter({ target: "react", autoCodeSplitting: true }),
    react(),
    tailwindcss(),
    { ...optimizeLocales.vite({ locales: ["ru-RU", "uk-UA", "en-US"] }), enforce: "pre" },
  ],
  resolve: { tsconfigPaths: true },
  server: { proxy: { "/api": backend, "/auth/v1": backend, "/storage/v1": backend, "/local": backend } },
  build: { sourcemap: "hidden" },
  test: { environment: "jsdom", setupFiles: "src/test-setup.ts", include: ["src/**/*.test.{ts,tsx}"] },
});
