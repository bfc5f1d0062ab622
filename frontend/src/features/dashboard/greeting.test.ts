import { describe, expect, it } from "vitest";
import { firstName, hourIn, partOfDay } from "./greeting";

describe("a greeting", () => {
  it("goes by the company's clock", () => {
    const at = new Date("2026-11-22T22:30:00Z");
    expect(hourIn("Europe/Kyiv", at)).toBe(0);
    expect(partOfDay(hourIn("Europe/Kyiv", at))).toBe("night");
    expect([5, 11, 12, 17, 18, 23].map(partOfDay)).toEqual(["morning", "morning", "day", "day", "evening", "evening"]);
  });

  it("uses the first name", () => expect(firstName("  Анна Коваленко")).toBe("Анна"));
});
