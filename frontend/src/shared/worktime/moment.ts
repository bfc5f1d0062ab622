import { parseDateTime, toZoned } from "@internationalized/date";
import { addDays } from "./days";

/** A time of a company day as an instant; one that is not after `start` is on the next day: shifts run over midnight. */
export function momentOf(day: string, time: string, timeZone: string, start?: string | null): string {
  const at = (date: string) => toZoned(parseDateTime(`${date}T${time}`), timeZone).toAbsoluteString();
  const same = at(day);
  return start && Date.parse(same) <= Date.parse(start) ? at(addDays(day, 1)) : same;
}
