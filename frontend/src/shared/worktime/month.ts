import { addDays, isoOf } from "./days";

/** Months as `2026-11`, days as `2026-11-24`: calendar arithmetic that no time zone can shift. */
export const monthOf = (day: string) => day.slice(0, 7);

export function moveMonth(month: string, by: number): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return isoOf(Date.UTC(year, number - 1 + by, 1)).slice(0, 7);
}

/** First and last day of a month. */
export function monthRange(month: string): { from_day: string; to_day: string } {
  return { from_day: `${month}-01`, to_day: addDays(`${moveMonth(month, 1)}-01`, -1) };
}

/** The days of a month as a calendar from Monday prints them; null before the first. */
export function monthCells(month: string): (string | null)[] {
  const { from_day, to_day } = monthRange(month);
  const before = (new Date(`${from_day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const days = Array.from({ length: Number(to_day.slice(8)) }, (_, index) => addDays(from_day, index));
  return [...Array<null>(before).fill(null), ...days];
}

/** How strong the colour of a day is, 0 to 4, against a full working day. */
export function heatLevel(minutes: number, full: number): number {
  if (minutes <= 0) return 0;
  return Math.min(4, Math.max(1, Math.ceil((minutes / full) * 4)));
}
