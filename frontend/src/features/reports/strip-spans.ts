import type { Schemas } from "@/shared/api/client";
import type { DaySpan } from "@/shared/charts/day-strip";

type Strip = Schemas["DayStrip"];
type Run = Strip["presence"][number];

/** What is left of spans where others lie over them. */
function without(spans: readonly Run[], over: readonly Run[]): Run[] {
  return over.reduce<Run[]>(
    (left, { from, to }) =>
      left.flatMap((span) =>
        [
          { from: span.from, to: Math.min(span.to, from) },
          { from: Math.max(span.from, to), to: span.to },
        ].filter((part) => part.from < part.to),
      ),
    [...spans],
  );
}

/** A day as the strip draws it: at work and active, at work and not, on a break. */
export function spansOf({ presence, active, breaks }: Strip): DaySpan[] {
  const as = (kind: DaySpan["kind"]) => (run: Run) => ({ ...run, kind });
  return [
    ...without(presence, [...active, ...breaks]).map(as("idle")),
    ...active.map(as("online")),
    ...breaks.map(as("break")),
  ].toSorted((one, other) => one.from - other.from);
}

export const minutesOf = (runs: readonly Run[]) => runs.reduce((sum, { from, to }) => sum + to - from, 0);

/** The first and the last minute at work; null on a day off. */
export function endsOf({ presence }: Strip): { first: number; last: number } | null {
  if (presence.length === 0) return null;
  return { first: Math.min(...presence.map(({ from }) => from)), last: Math.max(...presence.map(({ to }) => to)) };
}
