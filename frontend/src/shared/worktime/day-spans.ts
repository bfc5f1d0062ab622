import type { Schemas } from "@/shared/api/client";
import type { DaySpan } from "@/shared/charts/day-strip";

type Strip = Schemas["DayStrip"];

/** A day of the API as the strip draws it: presence, breaks in it, and over them the minutes of use. */
export const spansOf = ({ presence, breaks, active }: Pick<Strip, "presence" | "breaks" | "active">): DaySpan[] => [
  ...presence.map((run) => ({ ...run, kind: "idle" as const })),
  ...breaks.map((run) => ({ ...run, kind: "break" as const })),
  ...active.map((run) => ({ ...run, kind: "online" as const })),
];

const every = 3 * 60;

/** Words under a strip, three hours apart, the local time of each: a day of 25 hours says 02 twice if need be. A day ends at 24. */
export function hourTicks({ starts_at, minutes }: Pick<Strip, "starts_at" | "minutes">, time: (at: number) => string) {
  const start = new Date(starts_at).getTime();
  const ticks = [];
  for (let at = 0; at <= minutes - 90; at += every) ticks.push({ at, label: time(start + at * 60_000) });
  const last = time(start + minutes * 60_000);
  return [...ticks, { at: minutes, label: last === "00" ? "24" : last }];
}

/** How many minutes of the day have passed, while it lasts. */
export function minutesInto({ starts_at, minutes }: Pick<Strip, "starts_at" | "minutes">, now = Date.now()) {
  const passed = Math.floor((now - new Date(starts_at).getTime()) / 60_000);
  return passed > 0 && passed < minutes ? passed : null;
}
