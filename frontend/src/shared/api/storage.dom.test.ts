import { HttpResponse, http } from "msw";
import { beforeEach, expect, it } from "vitest";
import { server } from "@/testing/server";
import { forgetConfig } from "./config";
import { download, signedUrl, upload } from "./storage";

beforeEach(() => {
  forgetConfig();
  const config = { supabase_url: "https://abc.supabase.co", publishable_key: "pk", needs_setup: false, languages: [] };
  server.use(http.get("*/api/v1/config", () => HttpResponse.json(config)));
});

it("goes to the project's address with its key, the path encoded part by part", async () => {
  let seen: Request | undefined;
  server.use(
    http.post("https://abc.supabase.co/storage/v1/object/photos/*", ({ request }) => {
      seen = request;
      return HttpResponse.json({ Key: "x" });
    }),
  );
  await upload("photos", "u1/моё фото.png", new Blob(["x"], { type: "image/png" }), { replace: true });
  expect(seen?.url).toContain("/photos/u1/%D0%BC%D0%BE%D1%91%20%D1%84%D0%BE%D1%82%D0%BE.png");
  expect(seen?.headers.get("apikey")).toBe("pk");
  expect(seen?.headers.get("x-upsert")).toBe("true");
});

it("makes a full address of a signed one", async () => {
  server.use(
    http.post("https://abc.supabase.co/storage/v1/object/sign/files/*", () =>
      HttpResponse.json({ signedURL: "/object/sign/files/a.pdf?token=t" }),
    ),
  );
  expect(await signedUrl("files", "a.pdf", 60, "Договор.pdf")).toBe(
    "https://abc.supabase.co/storage/v1/object/sign/files/a.pdf?token=t&download=%D0%94%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80.pdf",
  );
});

it("reads the true status from the body", async () => {
  server.use(
    http.get("https://abc.supabase.co/storage/v1/object/authenticated/*", () =>
      HttpResponse.json({ statusCode: "404", error: "not_found", message: "Object not found" }, { status: 400 }),
    ),
  );
  await expect(download("files", "a.pdf")).rejects.toMatchObject({ status: 404, code: "not_found" });
});
