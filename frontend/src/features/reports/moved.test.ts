import { expect, test } from "vitest";
import { byPlace } from "./moved";

const row = (of: "total" | "manager" | "day", id: string | null, metric: string) => ({
  of,
  id,
  metric,
  name: null,
  unit: "count" as const,
  was: 1,
  now: 2,
  expected: false,
});

test("figures of one place stand together, whatever stands between them", () => {
  const rows = byPlace([
    row("total", null, "leads"),
    row("manager", "anna", "leads"),
    row("manager", "bohdan", "sales"),
    row("manager", "anna", "sales"),
    row("day", "2026-03-01", "sales"),
  ]);
  expect(rows.map((place) => place.map(({ of, id, metric }) => `${of} ${id} ${metric}`))).toEqual([
    ["total null leads"],
    ["manager anna leads", "manager anna sales"],
    ["manager bohdan sales"],
    ["day 2026-03-01 sales"],
  ]);
  expect(byPlace([])).toEqual([]);
});
