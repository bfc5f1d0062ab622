import { expect, it } from "vitest";
import { isoDay } from "@/shared/lib/format";
import { byDay } from "./by-day";

it("cuts at the company's midnight, not at UTC's", () => {
  const entries = ["2026-11-22T22:30:00Z", "2026-11-22T21:30:00Z", "2026-11-21T12:00:00Z"].map((occurred_at) => ({
    occurred_at,
  }));
  const days = byDay(entries, (moment) => isoDay(moment, "Europe/Kyiv"));
  expect(days.map(({ day, entries: some }) => [day, some.length])).toEqual([
    ["2026-11-23", 1],
    ["2026-11-22", 1],
    ["2026-11-21", 1],
  ]);
});
