import type { Schemas } from "@/shared/api/client";
import type { Sort } from "@/shared/ui/data-table";
import type { sortKeys } from "./search";

type Row = Schemas["TeamRow"];
export type SortKey = (typeof sortKeys)[number];

const values: Record<SortKey, (row: Row) => number | string | null> = {
  name: ({ manager }) => manager?.full_name ?? null,
  started: ({ started_at }) => started_at,
  presence: ({ presence_minutes }) => presence_minutes,
  active: ({ activity_rate }) => activity_rate,
  leads: ({ leads }) => leads,
  answered: ({ answered }) => answered.share,
  conversion: ({ conversion }) => conversion.value,
  won: ({ deals_won }) => deals_won,
  sales: ({ sales_minor }) => sales_minor,
  load: ({ load }) => load.total,
};

const compare = (one: number | string, other: number | string) =>
  typeof one === "string" ? one.localeCompare(String(other)) : one - Number(other);

/** The team's rows in a chosen order; who has no such figure comes last either way, and so does "nobody". */
export function sortTeam(rows: readonly Row[], key: SortKey, direction: Sort["direction"]): Row[] {
  const value = values[key];
  const sign = direction === "asc" ? 1 : -1;
  return [...rows].sort((one, other) => {
    if (!one.manager !== !other.manager) return one.manager ? -1 : 1;
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * compare(a, b);
  });
}
