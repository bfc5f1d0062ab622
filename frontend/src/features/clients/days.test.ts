import { describe, expect, it } from "vitest";
import { daysOf, presetOf } from "./days";

describe("day presets", () => {
  it("count from the company's day", () => {
    expect(daysOf("today", "2026-03-01")).toEqual({ from: "2026-03-01", to: "2026-03-01" });
    expect(daysOf("yesterday", "2026-03-01")).toEqual({ from: "2026-02-28", to: "2026-02-28" });
    expect(daysOf("week", "2026-03-01")).toEqual({ from: "2026-02-23", to: "2026-03-01" });
    expect(daysOf("lastMonth", "2026-03-31")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  });

  it("are recognised again", () => {
    expect(presetOf(daysOf("lastMonth", "2026-03-15"), "2026-03-15")).toBe("lastMonth");
    expect(presetOf({ from: "2026-03-02", to: "2026-03-09" }, "2026-03-15")).toBeUndefined();
  });
});
