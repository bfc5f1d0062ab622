import { useTranslation } from "react-i18next";

type Part = "intent" | "source" | "type" | "medium" | "kind" | "fact" | "list";

/** What rules, sources and facts are called. A package or a later release may bring names that this one has no words for. */
export function useRuleWords() {
  const { t, i18n } = useTranslation(["rules", "crm"]);
  const say = (part: Part, id: string) => {
    const key = `${part}.${id}`;
    return i18n.exists(key, { ns: "rules" }) ? t(key as "intent.P1") : id;
  };
  return {
    intent: (rule: string) => (rule.startsWith("K") || /^[A-Z]\d$/.test(rule) ? say("intent", rule) : rule),
    source: (rule: string) => (rule.startsWith("own-") ? t("source.own") : say("source", rule)),
    type: (id: string) => say("type", id),
    medium: (id: string) => say("medium", id),
    kind: (id: string) => say("kind", id),
    fact: (id: string) => say("fact", id),
    list: (id: string) => say("list", id),
    channel: (id: string) => {
      const key = `channel.${id}`;
      return i18n.exists(key, { ns: "crm" }) ? t(`crm:${key}` as "crm:channel.site") : id;
    },
  };
}

export type RuleWords = ReturnType<typeof useRuleWords>;

/** "Instagram · комментарий под рекламой · осень-11": what there is of it. */
export const originLine = (
  { channel, type, campaign, label }: { channel: string; type: string; campaign: string; label: string },
  words: Pick<RuleWords, "channel" | "type">,
) =>
  [label || words.channel(channel), type === "unknown" ? "" : words.type(type), campaign].filter(Boolean).join(" · ");
