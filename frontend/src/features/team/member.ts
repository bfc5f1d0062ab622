import type { Schemas } from "@/shared/api/client";

export type Member = Schemas["Member"];

/** Where the team's page stops counting a colleague's clients. */
export const clientsCountedUpTo = 1_000;

/** Where somebody stands today, as the list says it. */
export type Standing = "working" | "finished" | "absent" | "invited" | "inactive";

export function standing({ status, today }: Pick<Member, "status" | "today">): Standing {
  if (status !== "active") return status;
  if (!today) return "absent";
  return today.ended_at ? "finished" : "working";
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
