import { describe, expect, it } from "vitest";
import { isoDay } from "@/shared/lib/format";
import { byDay } from "./by-day";

describe("byDay", () => {
  it("parts rows at the company's midnight", () => {
    const rows = ["2026-11-22T22:30:00Z", "2026-11-22T21:30:00Z", "2026-11-22T08:00:00Z"].map((created_at) => ({
      created_at,
    }));
    const days = byDay(rows, (moment) => isoDay(moment, "Europe/Kyiv"));
    expect(days.map(({ day, rows: { length } }) => [day, length])).toEqual([
      ["2026-11-23", 1],
      ["2026-11-22", 2],
    ]);
  });
});
