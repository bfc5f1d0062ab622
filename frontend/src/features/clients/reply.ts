import type { Schemas } from "@/shared/api/client";

export type Thread = Schemas["ClientChannel"];
export type Way = Schemas["SendWay"];
export type Unsent = Schemas["UnsentMessage"];

/** One way to answer in one conversation. */
export interface Route {
  id: string;
  thread: Thread;
  way: Way;
}

/** Everything that a client's conversations offer, the liveliest first; an answer to a comment beside the comments. */
export const routesOf = (threads: readonly Thread[]): Route[] =>
  threads.flatMap((thread) => thread.ways.map((way) => ({ id: `${thread.conversation_id}:${way.mode}`, thread, way })));

/** The chosen one while it is still there, else the first that is open, else the first. */
export const routeFor = (routes: readonly Route[], chosen: string | null): Route | undefined =>
  routes.find(({ id }) => id === chosen) ?? routes.find(({ way }) => way.allowed) ?? routes[0];

/** Vendors count bytes: a Cyrillic letter is two. */
export const bytesOf = (text: string) => new TextEncoder().encode(text.trim()).length;

/** In how many messages a text goes, at least. */
export const partsOf = (text: string, { longest }: Pick<Way, "longest">) =>
  longest ? Math.max(1, Math.ceil(bytesOf(text) / longest)) : 1;

/** A private answer to a comment is one message: what is over goes nowhere. */
export const isTooLong = (text: string, way: Pick<Way, "mode" | "longest">) =>
  way.mode === "private_reply" && partsOf(text, way) > 1;

const shut = [
  "window_closed",
  "nothing_to_answer",
  "private_reply_used",
  "permission_missing",
  "unreachable",
  "source_not_ready",
] as const;

/** Why a way is closed, when we have a sentence for it. */
export const whyNot = (code: string | null) => shut.find((known) => known === code) ?? "other";

const failures = [
  "window_closed",
  "private_reply_used",
  "recipient_gone",
  "comment_gone",
  "thread_elsewhere",
  "undeliverable",
  "opted_out",
  "marketing_limited",
  "template_refused",
  "file_refused",
  "number_needed",
  "number_not_registered",
  "not_allowed",
  "no_consent",
  "not_connected",
  "expired",
  "unavailable",
  "part_failed",
  "file_gone",
  "file_too_big",
  "file_not_taken",
  "too_big",
  "refused",
  "not_now",
  "too_often",
  "smtp_unreachable",
  "smtp_tls_failed",
  "smtp_login_refused",
  "host_not_allowed",
  "address_unusable",
  "no_balance",
  "no_device",
  "chat_not_found",
] as const;

/** Why a message did not go; of one that may have arrived nobody knows. */
export const whyFailed = ({ status, reason }: Pick<Unsent, "status" | "reason">) =>
  status === "ambiguous" ? "unknown" : (failures.find((known) => known === reason) ?? "other");
