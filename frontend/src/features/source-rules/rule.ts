import type { TFunction } from "i18next";
import type { Schemas } from "@/shared/api/client";
import type { RuleWords } from "@/shared/crm/rule-words";

export type Rule = Schemas["SourceRuleRow"];
export type RuleText = Schemas["RuleText"];
export type Condition = Schemas["Condition"];

export const tests = ["present", "absent", "like", "host", "not_host"] as const;
export const channels = ["site", "instagram", "messenger", "whatsapp", "telegram", "viber", "email", "elevenlabs"];
export const kinds = ["message", "comment", "form", "callback", "lead_form", "mention", "referral", "postback", "call"];
export const facts = [
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_content",
  "utm_term",
  "ad_id",
  "ad_title",
  "media_id",
  "payload",
  "referrer_host",
  "landing_url",
  "campaign",
  "connection",
];

const lowest = 0;
const highest = 1_000_000;

/** Where a rule stands between two others; the list is in order. */
export const between = (before: Rule | undefined, after: Rule | undefined) =>
  ((before?.position ?? lowest) + (after?.position ?? highest)) / 2;

/** The place one step up or down, null at the end of the list. */
export function stepped(rules: readonly Rule[], id: string, step: -1 | 1): number | null {
  const at = rules.findIndex((rule) => rule.id === id);
  const target = at + step;
  if (at < 0 || target < 0 || target >= rules.length) return null;
  return step < 0 ? between(rules[target - 1], rules[target]) : between(rules[target], rules[target + 1]);
}

/** What the rule is called: by its own label, else by what we call it. */
export const nameOf = ({ id, text }: Pick<Rule, "id" | "text">, words: RuleWords) =>
  text.outcome.label || text.outcome.campaign || words.source(id);

/** What the rule asks, in plain words. Connections are shown by their names. */
export function conditionsOf(
  { channels: where, kinds: what, when }: RuleText,
  t: TFunction<"rules">,
  words: RuleWords,
  connections: ReadonlyMap<string, string>,
): string[] {
  const or = t("test.or");
  const lines = when.map((condition) => {
    const asked = condition.facts.map(words.fact).join(or);
    const values = (condition.values ?? []).map((value) => connections.get(value) ?? value).join(or);
    return t(`test.${condition.test ?? "present"}`, { facts: asked, values });
  });
  const all = [where.map(words.channel).join(or), what.map(words.kind).join(or), ...lines].filter(Boolean);
  return all.length ? all : [t("test.always")];
}

/** What it says of a touch that fits. */
export function outcomeOf({ outcome }: RuleText, words: RuleWords): string {
  const types = [...new Set(Object.values(outcome.types ?? {}).map(words.type))].join(" / ");
  return [outcome.medium ? words.medium(outcome.medium) : "", types, outcome.campaign].filter(Boolean).join(" · ");
}

export const newId = () => `own-${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;

export const splitValues = (text: string) =>
  text
    .split(",")
    .map((value) => value.trim())
    .filter(Boolean);
