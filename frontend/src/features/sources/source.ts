import type { Schemas } from "@/shared/api/client";

export type Source = Schemas["LeadSource"];
export type SiteKey = Schemas["SiteKey"];
export type SourceEvent = Schemas["SourceEvent"];
export type AssignmentRule = NonNullable<Source["assignment_rule"]>;

/** Parts of a site's sheet, in the address. */
export const sourceTabs = ["connect", "rule", "events"] as const;
export type SourceTab = (typeof sourceTabs)[number];

export const assignmentRules = ["round_robin", "least_loaded", "on_shift", "fixed", "by_hand"] as const;

/** Channels that bring leads by themselves; the others only name where somebody came from. */
const connected = new Set(["site", "instagram", "email", "telegram", "whatsapp", "viber", "messenger", "elevenlabs"]);

export const isConnection = ({ channel }: Pick<Source, "channel">) => connected.has(channel);

/** Channels that are connected to an account on a page of the vendor's. */
const accounts = new Set(["instagram"]);

export const hasAccount = ({ channel }: Pick<Source, "channel">) => accounts.has(channel);

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

const among = <T extends string>(values: readonly [T, ...T[]], value: unknown): T =>
  values.find((known) => known === value) ?? values[0];

/** What the source takes in and who becomes a client, as the workers read its settings. */
export const choicesOf = ({ settings }: Pick<Source, "settings">) => ({
  take: among(takes, settings?.take),
  leads: among(leadModes, settings?.leads),
});

/** What the vendor sent the admin back with. */
export const refusals = ["denied", "expired", "account_taken", "code_used", "unavailable", "refused"] as const;
export type Refusal = (typeof refusals)[number];

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
  to_ourselves: "to_ourselves",
  delivery_delayed: "delivery_delayed",
  delivery_report: "delivery_report",
  bounce: "bounce",
  unknown_recipient: "unknown_recipient",
} as const;
type Reason = (typeof reasons)[keyof typeof reasons];

/** Why an event waits, when it is one of the reasons we have a sentence for. */
export const knownReason = (reason: string | null): Reason | undefined => reasons[reason as keyof typeof reasons];

export const isParked = ({ status }: Pick<SourceEvent, "status">) => status === "quarantined" || status === "dead";
