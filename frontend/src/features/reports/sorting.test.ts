import { describe, expect, it } from "vitest";
import { sortBy } from "./sorting";
import { endsOf, minutesOf, spansOf } from "./strip-spans";

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

  it("says what each minute was, none twice", () => {
    expect(spansOf(strip)).toEqual([
      { from: 540, to: 545, kind: "idle" },
      { from: 545, to: 560, kind: "online" },
      { from: 560, to: 570, kind: "idle" },
      { from: 570, to: 580, kind: "break" },
      { from: 580, to: 600, kind: "idle" },
    ]);
    expect(minutesOf(strip.active)).toBe(15);
  });

  it("has ends on a working day alone", () => {
    expect(endsOf(strip)).toEqual({ first: 540, last: 600 });
    expect(endsOf({ ...strip, presence: [] })).toBeNull();
  });
});
