import type { Schemas } from "@/shared/api/client";
import type { Tone } from "@/shared/ui/badge";

export type Source = Schemas["LeadSource"];
export type SiteKey = Schemas["SiteKey"];
export type SourceEvent = Schemas["SourceEvent"];
export type AssignmentRule = NonNullable<Source["assignment_rule"]>;

export const assignmentRules = ["round_robin", "least_loaded", "on_shift", "fixed", "by_hand"] as const;

/** Channels that bring leads by themselves; the others only name where somebody came from. */
const connected = new Set(["site", "instagram", "email", "telegram", "whatsapp", "viber", "messenger", "elevenlabs"]);

type Named = Pick<Source, "channel" | "settings">;

/** The channel by which its adapter is known: a package's source names it. */
export const adapterOf = ({ channel, settings }: Named): string =>
  typeof settings?.adapter === "string" ? settings.adapter : channel;

export const isConnection = (source: Named) => connected.has(source.channel) || adapterOf(source) !== source.channel;

/** Is there an account with a vendor behind it, or a page with a key of ours? */
export const hasAccount = (source: Named) => isConnection(source) && source.channel !== "site";

/** Channels with comments under posts beside messages. */
const commented = new Set(["instagram", "messenger"]);

export const hasComments = (source: Named) => commented.has(adapterOf(source));

const idle = new Set<Source["state"]>(["not_connected", "connecting", "disconnected"]);

/** Is there an account behind it, working or not? */
export const isLinked = ({ state }: Pick<Source, "state">) => !idle.has(state);

const places: Record<Source["state"], number> = {
  error: 0,
  reauth_required: 0,
  degraded: 1,
  active: 1,
  paused: 2,
  review: 3,
  connecting: 3,
  not_connected: 4,
  disconnected: 4,
};

export const takes = ["both", "comments", "direct"] as const;
export const leadModes = ["auto", "review", "off"] as const;

/** How far back the first reading of an account goes, in days; the first choice is the channel's own. */
export const depths = ["auto", "0", "7", "30", "90", "365"] as const;

const among = <T extends string>(values: readonly [T, ...T[]], value: unknown): T =>
  values.find((known) => known === value) ?? values[0];

/** What the source takes in and who becomes a client, as the workers read its settings. */
export const choicesOf = ({ settings }: Pick<Source, "settings">) => ({
  take: among(takes, settings?.take),
  leads: among(leadModes, settings?.leads),
});

export const depthOf = ({ settings }: Pick<Source, "settings">) =>
  among(depths, typeof settings?.backfill_days === "number" ? String(settings.backfill_days) : "auto");

/** What is wrong with a connection: access lost, deliveries not arranged, answers that fail, events that could not be read. */
export const troubleOf = ({ state, last_error }: Pick<Source, "state" | "last_error">) => {
  if (state === "reauth_required" || state === "error" || state === "degraded") return state;
  return last_error && state === "active" ? "unread" : undefined;
};

/** What needs a look first, then what works, then what is still to come. */
export const byState = (sources: readonly Source[]): Source[] =>
  sources.toSorted((a, b) => places[a.state] - places[b.state] || a.name.localeCompare(b.name));

/** Keys that still open the door, the newest first; one that was replaced works on for its time of grace. */
export const liveKeys = (keys: readonly SiteKey[] | null, now = Date.now()): SiteKey[] =>
  (keys ?? []).filter(({ revoked_at }) => !revoked_at || new Date(revoked_at).getTime() > now);

/** Lines of a text field as origins: blanks and empty lines do not count. */
export const linesOf = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((line) => line.trim())
    .filter(Boolean);

// The worker's code -> our key. (A key that ends in "_many" would be a plural form.)
const reasons = {
  honeypot: "honeypot",
  too_fast: "too_fast",
  origin: "origin",
  too_many: "flood",
  unreadable: "unreadable",
  empty: "empty",
  no_contact: "no_contact",
  visit: "visit",
  not_private: "not_private",
  service: "service",
  address_tried: "address_tried",
  business_connection: "business_connection",
  intent_review: "intent_review",
  leads_review: "leads_review",
  spam: "spam",
  complaint: "complaint",
  paused: "paused",
  switched_off: "switched_off",
  leads_off: "leads_off",
  noise: "noise",
  history: "history",
  auto_reply: "auto_reply",
  newsletter: "newsletter",
  automatic: "automatic",
  colleague: "colleague",
  another_mailbox: "another_mailbox",
  to_ourselves: "to_ourselves",
  delivery_delayed: "delivery_delayed",
  delivery_report: "delivery_report",
  bounce: "bounce",
  unknown_recipient: "unknown_recipient",
} as const;
type Reason = (typeof reasons)[keyof typeof reasons];

/** Why an event waits, when it is one of the reasons we have a sentence for. */
export const knownReason = (reason: string | null): Reason | undefined => reasons[reason as keyof typeof reasons];

export const eventTones: Record<SourceEvent["status"], Tone> = {
  pending: "accent",
  done: "good",
  quarantined: "warn",
  dead: "bad",
  discarded: "neutral",
  ignored: "neutral",
};

const kinds = [
  "message",
  "comment",
  "form",
  "lead",
  "edit",
  "read",
  "delivery",
  "reaction",
  "status",
  "call",
  "email",
  "mail",
  "sent",
  "postback",
  "unknown",
] as const;

/** What happened, where it is one of the usual things. */
export const knownKind = (kind: string) => kinds.find((known) => known === kind);

// The kinds of errors that we have a sentence for; every other one is ours to look into.
const deaths = {
  worker_ended: "worker_ended",
  NoAdapter: "noAdapter",
  VendorError: "vendor",
  TimeoutError: "vendor",
} as const;

/** Why an event could not be read. */
export const deadReason = (reason: string): (typeof deaths)[keyof typeof deaths] | "other" =>
  deaths[reason as keyof typeof deaths] ?? "other";

export const isParked = ({ status }: Pick<SourceEvent, "status">) => status === "quarantined" || status === "dead";
