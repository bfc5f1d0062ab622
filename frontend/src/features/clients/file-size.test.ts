import { expect, it } from "vitest";
import { fileSize } from "./file-size";

it("speaks of sizes in the reader's language", () => {
  expect(fileSize(0, "en")).toBe("0 byte");
  expect(fileSize(999, "en")).toBe("999 byte");
  expect(fileSize(1_440_000, "ru")).toMatch(/^1,4\sМБ$/);
  expect(fileSize(52_428_800, "ru")).toMatch(/^52\sМБ$/);
});
