import { now, toCalendarDateTime, toZoned } from "@internationalized/date";

export type DuePreset = "today" | "tomorrow" | "threeDays" | "monday";

export const duePresets: readonly DuePreset[] = ["today", "tomorrow", "threeDays", "monday"];

const endOfDay = 18;
const morning = 10;

const daysToMonday = (weekday: number) => ((8 - weekday) % 7 || 7) as number;

/**
 * The moment a preset means, in the company's time zone, as RFC 3339 in UTC: the end of today's working hours (in an
 * hour when that has passed), else ten in the morning.
 */
export function dueAt(preset: DuePreset, timeZone: string, current = now(timeZone)): string {
  const at = (days: number, hour: number) => {
    const day = toCalendarDateTime(current).add({ days });
    return toZoned(day.set({ hour, minute: 0, second: 0, millisecond: 0 }), timeZone);
  };
  if (preset === "today") {
    const evening = at(0, endOfDay);
    const soon = current.add({ hours: 1 }).set({ second: 0, millisecond: 0 });
    return (current.compare(evening) < 0 ? evening : soon).toAbsoluteString();
  }
  const weekday = current.toDate().toLocaleDateString("en-US", { weekday: "short", timeZone });
  const days = {
    tomorrow: 1,
    threeDays: 3,
    monday: daysToMonday(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(weekday) || 7),
  };
  return at(days[preset], morning).toAbsoluteString();
}

/** The preset that a moment stands for, if any; null for a moment of one's own. */
export const presetOf = (value: string | null, timeZone: string): DuePreset | null =>
  duePresets.find((preset) => value !== null && sameMinute(dueAt(preset, timeZone), value)) ?? null;

const sameMinute = (one: string, other: string) => Math.abs(Date.parse(one) - Date.parse(other)) < 60_000;

/** Minutes between a reminder and the moment it is for; null without either. */
export function remindBefore(due: string | null, remind: string | null): number | null {
  if (!due || !remind) return null;
  return Math.round((Date.parse(due) - Date.parse(remind)) / 60_000);
}

/** The moment of a reminder so many minutes before another. */
export const remindAt = (due: string, minutes: number) => new Date(Date.parse(due) - minutes * 60_000).toISOString();
