type Direction = "asc" | "desc";

/** Rows by a value; what has none comes last, whichever the direction, and equal ones keep their order. */
export function sortBy<Row>(
  rows: readonly Row[],
  value: (row: Row) => number | string | null | undefined,
  direction: Direction,
  locale?: string,
): Row[] {
  const way = direction === "asc" ? 1 : -1;
  return rows.toSorted((one, other) => {
    const [a, b] = [value(one) ?? null, value(other) ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === "string" || typeof b === "string") return way * String(a).localeCompare(String(b), locale);
    return way * (a - b);
  });
}
