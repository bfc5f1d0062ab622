import { expect, test } from "vitest";
import { originLine } from "./rule-words";

const words = { channel: (id: string) => id.toUpperCase(), type: (id: string) => id };

test("a source is said in the words there are", () => {
  const known = { channel: "site", type: "form", campaign: "autumn", label: "" };
  expect(originLine(known, words)).toBe("SITE · form · autumn");
  expect(originLine({ ...known, label: "Осень", campaign: "" }, words)).toBe("Осень · form");
  expect(originLine({ ...known, type: "unknown", campaign: "" }, words)).toBe("SITE");
});
