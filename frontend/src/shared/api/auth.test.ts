import { describe, expect, it } from "vitest";
import { storedSession, supabaseBase } from "./auth";

describe("supabaseBase", () => {
  it("is the configured address without a slash at its end", () => {
    expect(supabaseBase("https://abc.supabase.co/", "https://crm.example")).toBe("https://abc.supabase.co");
  });

  it("is the page's own when both are this machine", () => {
    expect(supabaseBase("http://127.0.0.1:8000", "http://localhost:8000")).toBe("http://localhost:8000");
    expect(supabaseBase("", "http://127.0.0.1:8000")).toBe("http://127.0.0.1:8000");
  });

  it("keeps another port of this machine", () => {
    expect(supabaseBase("http://127.0.0.1:54321", "http://127.0.0.1:8000")).toBe("http://127.0.0.1:54321");
  });
});

describe("storedSession", () => {
  const now = Date.parse("2026-11-26T10:00:00Z");
  const stored = (seconds: number) => JSON.stringify({ access_token: "a", expires_at: now / 1000 + seconds });

  it("is read without the client while its token is good", () => {
    expect(storedSession(stored(3600), now)).toMatchObject({ access_token: "a" });
  });

  it("is left to the client when it must be renewed or cannot be read", () => {
    expect(storedSession(stored(90), now)).toBeNull();
    expect(storedSession(stored(-1), now)).toBeNull();
    expect(storedSession("{", now)).toBeNull();
    expect(storedSession("{}", now)).toBeNull();
  });
});
