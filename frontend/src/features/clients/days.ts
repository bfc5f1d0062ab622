import { type CalendarDate, endOfMonth, parseDate, startOfMonth } from "@internationalized/date";
import type { DayRange } from "@/shared/ui/date-range";

export const dayPresets = ["today", "yesterday", "week", "month", "lastMonth", "quarter"] as const;
export type DayPreset = (typeof dayPresets)[number];

const range = (from: CalendarDate, to: CalendarDate): DayRange => ({ from: from.toString(), to: to.toString() });

/** The days a preset means, both included; `today` is the company's day. A week is the last seven days. */
export function daysOf(preset: DayPreset, today: string): DayRange {
  const day = parseDate(today);
  const lastMonth = startOfMonth(day).subtract({ months: 1 });
  switch (preset) {
    case "today":
      return range(day, day);
    case "yesterday":
      return range(day.subtract({ days: 1 }), day.subtract({ days: 1 }));
    case "week":
      return range(day.subtract({ days: 6 }), day);
    case "month":
      return range(startOfMonth(day), day);
    case "lastMonth":
      return range(lastMonth, endOfMonth(lastMonth));
    case "quarter":
      return range(day.subtract({ days: 89 }), day);
  }
}

/** The preset that a range is, if any. */
export const presetOf = (days: Partial<DayRange>, today: string) =>
  dayPresets.find((preset) => {
    const { from, to } = daysOf(preset, today);
    return from === days.from && to === days.to;
  });
