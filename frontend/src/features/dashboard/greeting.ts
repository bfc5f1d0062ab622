/** The part of the day at an hour of the company's clock. */
export function partOfDay(hour: number): "night" | "morning" | "day" | "evening" {
  if (hour < 5) return "night";
  if (hour < 12) return "morning";
  return hour < 18 ? "day" : "evening";
}

/** The hour of a moment in a time zone. */
export const hourIn = (timeZone: string, at = new Date()) =>
  Number(new Intl.DateTimeFormat("en", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(at));

/** How somebody is addressed: the first of his names. */
export const firstName = (fullName: string) => fullName.trim().split(/\s+/)[0] ?? "";
