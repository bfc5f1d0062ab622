import type { Schemas } from "@/shared/api/client";

export type Member = Schemas["Member"];

/** Where the team's page stops counting a colleague's clients. */
export const clientsCountedUpTo = 1_000;

/** Where somebody stands today, as the list says it. */
export type Standing = "working" | "break" | "away" | "finished" | "absent" | "invited" | "inactive";

export function standing({ status, state, today }: Pick<Member, "status" | "state" | "today">): Standing {
  if (status !== "active") return status;
  if (state !== "off") return state;
  return today?.ended_at ? "finished" : "absent";
}

/** The moment that belongs to it: since when, or when it ended. */
export function standsSince({ state, since, today }: Pick<Member, "state" | "since" | "today">): string | null {
  if (state === "break" || state === "away") return since;
  return (state === "working" ? today?.started_at : today?.ended_at) ?? null;
}

/** Awaited, and not even an account yet (the mail did not go out): there is nothing to open. */
export const hasAccount = ({ version }: Pick<Member, "version">) => version > 0;

/** Who carries anything that somebody else would have to take over. */
export const hasWork = ({ clients, open_deals, open_tasks }: Member) => clients + open_deals + open_tasks > 0;

/** The members whose name, address or phone holds the text. */
export function matching(members: readonly Member[], text = ""): Member[] {
  const wanted = text.trim().toLowerCase();
  return members.filter((member) =>
    [member.full_name, member.email, member.phone ?? ""].some((value) => value.toLowerCase().includes(wanted)),
  );
}
