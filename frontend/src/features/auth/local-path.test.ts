import { describe, expect, it } from "vitest";
import { localPath } from "./local-path";

const origin = "https://crm.example";

describe("localPath", () => {
  it("keeps a page of ours with its search", () => {
    expect(localPath("/clients?q=a#top", origin)).toBe("/clients?q=a#top");
  });

  it.each([
    undefined,
    "",
    "clients",
    "https://evil.example/",
    "//evil.example/x",
    "/\\evil.example",
    "javascript:alert(1)",
  ])("leads home for %s", (next) => expect(localPath(next, origin)).toBe("/"));
});
