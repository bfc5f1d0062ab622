import type { Schemas } from "@/shared/api/client";

type Moved = Schemas["StoredReport"]["moved"][number];

/** Figures that moved, those of one manager, source, stage or day together, in the order of the report. */
export function byPlace(moved: readonly Moved[]): [Moved, ...Moved[]][] {
  const places = new Map<string, [Moved, ...Moved[]]>();
  for (const row of moved) {
    const key = `${row.of} ${row.id}`;
    const rows = places.get(key);
    if (rows) rows.push(row);
    else places.set(key, [row]);
  }
  return [...places.values()];
}
