import type { Schemas } from "@/shared/api/client";

export const mediums = [
  "paid",
  "organic",
  "referral",
  "direct",
  "email_marketing",
  "messenger",
  "affiliate",
  "offline",
  "unknown",
] as const satisfies readonly Schemas["OriginDecision"]["medium"][];

const kinds: Record<string, readonly string[]> = {
  site: ["form", "callback", "comment", "widget_chat"],
  instagram: [
    "comment",
    "ad_comment",
    "comment_reply",
    "live_comment",
    "mention",
    "story_mention",
    "story_reply",
    "direct",
    "direct_ad",
    "direct_link",
    "postback",
    "lead_ad",
  ],
  messenger: ["comment", "ad_comment", "dm", "dm_ad", "dm_link", "lead_ad"],
  whatsapp: ["message", "ctwa_ad", "ctwa_post"],
  telegram: ["bot_message", "bot_start", "bot_deeplink", "business_dm"],
  viber: ["message", "deeplink"],
  email: ["inbound", "form_email", "reply_unknown"],
  phone: ["call_in", "call_out", "call_recording"],
  elevenlabs: ["call_in", "call_out", "call_recording", "ai_widget"],
  manual: ["manual"],
  import: ["import"],
};

/** Channels that a person may name, and the one that is there when a package brought it. */
export const channelsWith = (present: string) =>
  [...new Set([...Object.keys(kinds), "other", present])].filter(Boolean);

/** Kinds of touches of a channel (`channels.classify.taxonomy`); the last one says that nobody knows. */
export const kindsOf = (channel: string): readonly string[] => [...(kinds[channel] ?? []), "unknown"];
