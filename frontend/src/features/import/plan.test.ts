import { describe, expect, it } from "vitest";
import { canRun, firstPlan, fits, progress, withColumn } from "./plan";

const columns = [
  { name: "Имя", samples: ["Анна"], suggested: "name" as const },
  { name: "?", samples: ["7"], suggested: null },
];

describe("the plan of an import", () => {
  it("begins with what the server recognised", () => {
    const plan = firstPlan({ columns });
    expect(plan.mapping).toEqual(["name", null]);
    expect(withColumn(plan, 1, "note").mapping).toEqual(["name", "note"]);
    expect(fits(plan, { columns })).toBe(true);
    expect(fits(plan, { columns: columns.slice(1) })).toBe(false);
  });

  it("needs something to call a client by", () => {
    expect(canRun(firstPlan({ columns }))).toBe(true);
    expect(canRun(withColumn(firstPlan({ columns }), 0, "city"))).toBe(false);
  });
});

describe("progress", () => {
  it("counts rows that are no longer waiting", () => {
    const counts = { pending: 25, created: 70, updated: 0, skipped: 3, failed: 2 };
    expect(progress({ counts, row_count: 100 })).toBe(0.75);
    expect(progress({ counts: { ...counts, pending: 0 }, row_count: 0 })).toBe(0);
  });
});
