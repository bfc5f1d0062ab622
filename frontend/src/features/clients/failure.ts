import type { Schemas } from "@/shared/api/client";
import { type Route, whyFailed } from "./reply";

type Failed = Pick<Schemas["InteractionEntry"], "channel" | "failure">;

/** What helps against each reason; the rest: the same way again leads to the same end, another one does not. */
const helps = {
  window_closed: "template",
  unavailable: "again",
  too_often: "again",
  not_now: "again",
  part_failed: "again",
  file_refused: "file",
  file_too_big: "file",
  file_not_taken: "file",
  too_big: "file",
  marketing_limited: "later",
  template_refused: "ask",
  number_not_registered: "ask",
  no_balance: "ask",
  not_allowed: "ask",
  not_connected: "ask",
} as const;

export type Help = (typeof helps)[keyof typeof helps] | "elsewhere";

/** Why a message of ours did not arrive, as far as there is a sentence for it: mail servers refuse with a number each. */
export const reasonOf = ({ failure }: Failed) => {
  const reason = failure?.reason.startsWith("bounced_") ? "refused" : (failure?.reason ?? "");
  return whyFailed({ status: "dead", reason });
};

/** What to do about it. Templates are WhatsApp's alone. */
export const helpFor = (entry: Failed): Help => {
  const help = Object.entries(helps).find(([reason]) => reason === reasonOf(entry))?.[1] ?? "elsewhere";
  return help === "template" && entry.channel !== "whatsapp" ? "elsewhere" : help;
};

/** Where what did not arrive may be written anew; null: nowhere but in the same conversation, which is closed. */
export function routeAnew(routes: readonly Route[], conversationId: string, help: Help): Route | null {
  const open = routes.filter(({ way }) => way.allowed);
  const here = open.filter(({ thread }) => thread.conversation_id === conversationId);
  if (help === "template") return here.find(({ way }) => way.mode === "template") ?? null;
  if (help === "again" || help === "file") return here[0] ?? null;
  return open.find(({ thread }) => thread.conversation_id !== conversationId) ?? null;
}
