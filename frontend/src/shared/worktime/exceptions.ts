import type { Schemas } from "@/shared/api/client";
import { addDays } from "./days";

type Exception = Schemas["ScheduleException"];

/** Days in a row that differ from the plan in the same way. */
export interface Stretch extends Omit<Exception, "id" | "day"> {
  ids: string[];
  from: string;
  to: string;
}

const sameAs = (one: Stretch, other: Exception) =>
  (["manager_id", "kind", "starts", "ends", "note"] as const).every((key) => one[key] === other[key]);

/** Two weeks of leave are one line, not fourteen. */
export function stretches(exceptions: readonly Exception[]): Stretch[] {
  const found: Stretch[] = [];
  for (const exception of exceptions.toSorted((one, other) => one.day.localeCompare(other.day))) {
    const { id, day, ...rest } = exception;
    const before = found.find((stretch) => addDays(stretch.to, 1) === day && sameAs(stretch, exception));
    if (before) {
      before.to = day;
      before.ids.push(id);
    } else found.push({ ...rest, ids: [id], from: day, to: day });
  }
  return found;
}
