import { describe, expect, it } from "vitest";
import { daysBetween, daysOf, periodOf, shiftDay } from "./period";

describe("periods", () => {
  it("asks for this month without a choice, and for days of one's own up to the day after the last", () => {
    expect(periodOf({})).toEqual({ period: "month" });
    expect(periodOf({ period: "week" })).toEqual({ period: "week" });
    expect(periodOf({ period: "week", from: "2026-01-05", to: "2026-01-31" })).toEqual({
      period: "custom",
      from: "2026-01-05",
      to: "2026-02-01",
    });
    expect(periodOf({ from: "2026-02-01", to: "2026-01-31" })).toEqual({ period: "month" });
  });

  it("knows the days of every preset, weeks from Monday", () => {
    const today = "2026-01-01"; // a Thursday
    expect(daysOf("today", today)).toEqual({ from: today, to: today });
    expect(daysOf("yesterday", today)).toEqual({ from: "2025-12-31", to: "2025-12-31" });
    expect(daysOf("week", today)).toEqual({ from: "2025-12-29", to: today });
    expect(daysOf("last_week", today)).toEqual({ from: "2025-12-22", to: "2025-12-28" });
    expect(daysOf("month", "2026-03-15")).toEqual({ from: "2026-03-01", to: "2026-03-15" });
    expect(daysOf("last_month", "2026-03-31")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
    expect(daysOf("quarter", "2026-05-10")).toEqual({ from: "2026-04-01", to: "2026-05-10" });
    expect(daysOf("last_quarter", today)).toEqual({ from: "2025-10-01", to: "2025-12-31" });
  });

  it("counts days over the ends of months", () => {
    expect(shiftDay("2026-03-01", -1)).toBe("2026-02-28");
    expect(daysBetween("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  });
});
