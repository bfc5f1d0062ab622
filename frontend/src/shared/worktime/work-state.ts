import type { Schemas } from "@/shared/api/client";

export type ShiftState = Schemas["TeamRow"]["state"];
export type WorkAction = "start" | "break" | "back" | "resume" | "stop";

/** The dot of a state; its words stand beside it. */
export const stateColors: Record<ShiftState, string> = {
  working: "var(--stage-won)",
  break: "var(--stage-in-progress)",
  away: "var(--stage-in-progress)",
  off: "var(--line-strong)",
};

type Day = Pick<Schemas["Today"], "state" | "started_at" | "breaks">;

/** What somebody can do with his day as it is. */
export function workActions({ state, started_at }: Day): WorkAction[] {
  if (state === "break") return ["back", "stop"];
  if (state === "working" || state === "away") return ["break", "stop"];
  return started_at ? ["resume"] : ["start"];
}

/** When the break that lasts now began. */
export const breakSince = ({ breaks }: Day) => breaks.find(({ ended_at }) => !ended_at)?.started_at ?? null;
