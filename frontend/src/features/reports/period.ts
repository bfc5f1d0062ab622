import type { ReportsSearch } from "./search";
import type { PeriodName } from "./types";

/** The day so many days later (or earlier) than an ISO day. */
export const shiftDay = (day: string, by: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);

/** The days from one to another, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = shiftDay(day, 1)) days.push(day);
  return days;
}

interface AskedPeriod {
  period: PeriodName;
  from?: string;
  /** The API's end is the day after the last. */
  to?: string;
}

/** The period of an address as the API takes it: days of one's own, a preset, or this month. */
export function periodOf({ period, from, to }: Pick<ReportsSearch, "period" | "from" | "to">): AskedPeriod {
  if (from && to && from <= to) return { period: "custom", from, to: shiftDay(to, 1) };
  return { period: period ?? "month" };
}

const utc = (day: string) => new Date(`${day}T00:00:00Z`);
const iso = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** The days of a preset, both included, by a company day: a running period ends today. Weeks start on Monday. */
export function daysOf(preset: Exclude<PeriodName, "custom">, today: string): { from: string; to: string } {
  const [year, month] = [utc(today).getUTCFullYear(), utc(today).getUTCMonth()];
  const monday = shiftDay(today, -((utc(today).getUTCDay() + 6) % 7));
  const quarter = month - (month % 3);
  switch (preset) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: shiftDay(today, -1), to: shiftDay(today, -1) };
    case "week":
      return { from: monday, to: today };
    case "last_week":
      return { from: shiftDay(monday, -7), to: shiftDay(monday, -1) };
    case "month":
      return { from: iso(year, month, 1), to: today };
    case "last_month":
      return { from: iso(year, month - 1, 1), to: iso(year, month, 0) };
    case "quarter":
      return { from: iso(year, quarter, 1), to: today };
    default:
      return { from: iso(year, quarter - 3, 1), to: iso(year, quarter, 0) };
  }
}
