import { describe, expect, it } from "vitest";
import { sortBy } from "./sorting";
import { endsOf, minutesOf } from "./strip-spans";

describe("rows", () => {
  it("are sorted by a value, what has none last either way, equal ones in their order", () => {
    const rows = [
      { id: "a", value: 2 },
      { id: "b", value: null },
      { id: "c", value: 5 },
      { id: "d", value: 2 },
    ];
    const ids = (direction: "asc" | "desc") => sortBy(rows, ({ value }) => value, direction).map(({ id }) => id);
    expect(ids("desc").join("")).toBe("cadb");
    expect(ids("asc").join("")).toBe("adcb");
  });

  it("are sorted by name as the language has it", () => {
    const names = sortBy(["Яна", "Ёлка", "Анна"], (name) => name, "asc", "ru");
    expect(names).toEqual(["Анна", "Ёлка", "Яна"]);
  });
});

describe("a day's strip", () => {
  const strip = {
    starts_at: "2026-11-25T22:00:00Z",
    minutes: 1440,
    presence: [{ from: 540, to: 600 }],
    breaks: [{ from: 570, to: 580 }],
    planned: [],
    active: [{ from: 545, to: 560 }],
  };

  it("counts the minutes of its runs", () => {
    expect(minutesOf(strip.active)).toBe(15);
  });

  it("has ends on a working day alone", () => {
    expect(endsOf(strip)).toEqual({ first: 540, last: 600 });
    expect(endsOf({ ...strip, presence: [] })).toBeNull();
  });
});
