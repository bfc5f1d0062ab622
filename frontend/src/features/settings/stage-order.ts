import type { Schemas } from "@/shared/api/client";

export type Stage = Schemas["Stage"];

/** The list with one stage at another place; places outside the list are its ends. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items];
  const [taken] = next.splice(from, 1);
  if (taken === undefined) return next;
  next.splice(Math.max(0, Math.min(to, next.length)), 0, taken);
  return next;
}

/** Stages that may take over the deals of one that goes: of the same kind, so that won stays won. */
export const successors = (stages: readonly Stage[], leaving: Stage) =>
  stages.filter(({ id, outcome }) => id !== leaving.id && outcome === leaving.outcome);
