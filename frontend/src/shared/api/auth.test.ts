import { describe, expect, it } from "vitest";
import { supabaseBase } from "./auth";

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
