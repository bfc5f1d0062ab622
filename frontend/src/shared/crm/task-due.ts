import type { Schemas } from "@/shared/api/client";
import type { Format } from "@/shared/lib/format";

type Task = Pick<Schemas["TaskCard"], "due_at" | "group">;

export interface DueWords {
  yesterday: string;
  today: string;
  tomorrow: string;
}

const dayLength = 24 * 60 * 60 * 1000;

/** When a task is due, as short as its day allows: "14:00" today, "вт, 14:00" this week, "3 дек., 14:00" later. */
export function dueText(due: string, format: Format, words: DueWords, now = Date.now()): string {
  const time = format.time(due);
  const day = format.isoDay(due);
  if (day === format.isoDay(now)) return `${words.today}, ${time}`;
  if (day === format.isoDay(now + dayLength)) return `${words.tomorrow}, ${time}`;
  if (day === format.isoDay(now - dayLength)) return `${words.yesterday}, ${time}`;
  const ahead = Date.parse(due) - now;
  if (ahead > 0 && ahead < 6 * dayLength) {
    const weekday = new Intl.DateTimeFormat(format.locale, { timeZone: format.timeZone, weekday: "short" });
    return `${weekday.format(new Date(due))}, ${time}`;
  }
  return format.dateTime(due);
}

/** A task whose hour has come, by the clock of this moment: the list may be some minutes old. */
export const isOverdue = ({ due_at, group }: Task, now = Date.now()) =>
  group !== "completed" && due_at !== null && Date.parse(due_at) < now;
