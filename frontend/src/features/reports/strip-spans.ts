import type { Schemas } from "@/shared/api/client";

type Strip = Schemas["DayStrip"];
type Run = Strip["presence"][number];

export const minutesOf = (runs: readonly Run[]) => runs.reduce((sum, { from, to }) => sum + to - from, 0);

/** The first and the last minute at work; null on a day off. */
export function endsOf({ presence }: Strip): { first: number; last: number } | null {
  if (presence.length === 0) return null;
  return { first: Math.min(...presence.map(({ from }) => from)), last: Math.max(...presence.map(({ to }) => to)) };
}
