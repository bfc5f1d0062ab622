import { expect, it } from "vitest";
import { heatLevel, monthCells, monthRange, moveMonth } from "./month";

it("steps over the ends of years", () => {
  expect(moveMonth("2026-12", 1)).toBe("2027-01");
  expect(moveMonth("2026-01", -1)).toBe("2025-12");
});

it("knows the length of months", () => {
  expect(monthRange("2028-02")).toEqual({ from_day: "2028-02-01", to_day: "2028-02-29" });
  expect(monthRange("2026-12").to_day).toBe("2026-12-31");
});

it("begins weeks with Monday", () => {
  expect(monthCells("2026-11").slice(0, 7)).toEqual([null, null, null, null, null, null, "2026-11-01"]);
  expect(monthCells("2026-06")[0]).toBe("2026-06-01");
  expect(monthCells("2026-11")).toHaveLength(36);
});

it.each([
  [0, 0],
  [1, 1],
  [240, 2],
  [480, 4],
  [900, 4],
])("%i minutes of eight hours are level %i", (minutes, level) => {
  expect(heatLevel(minutes, 480)).toBe(level);
});
