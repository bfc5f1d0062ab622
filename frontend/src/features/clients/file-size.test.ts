import { expect, it } from "vitest";
import { fileSize } from "./file-size";

it("speaks of sizes in the reader's language", () => {
  expect(fileSize(0, "en")).toBe("0 byte");
  expect(fileSize(999, "en")).toBe("999 byte");
  expect(fileSize(1_440_000, "ru")).toBe("1,4\u00a0МБ");
  expect(fileSize(52_428_800, "ru")).toBe("52\u00a0МБ");
});
