import { IconArrowDown, IconArrowUp, IconPencil, IconRestore, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useRuleWords } from "@/shared/crm/rule-words";
import { useSources } from "@/shared/crm/sources";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { IconButton } from "@/shared/ui/icon-button";
import { Switch } from "@/shared/ui/switch";
import { conditionsOf, nameOf, outcomeOf, type Rule, stepped } from "./rule";
import { useRules } from "./use-rules";

interface RuleRowProps {
  rule: Rule;
  rules: readonly Rule[];
  onEdit: () => void;
}

/** A rule in plain words, with what can be done to it. */
export function RuleRow({ rule, rules, onEdit }: RuleRowProps) {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  const format = useFormat();
  const { change, remove } = useRules();
  const connections = new Map(useSources().map(({ id, name }) => [id, name]));
  const name = nameOf(rule, words);
  const move = (step: -1 | 1) => {
    const position = stepped(rules, rule.id, step);
    if (position !== null) void change(rule, { position });
  };
  return (
    <li
      aria-label={name}
      className={`flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3 ${rule.is_on ? "" : "bg-sunken"}`}
    >
      <div className="grid min-w-56 flex-1 gap-1">
        <span className="flex flex-wrap items-center gap-2">
          <span className={`font-medium ${rule.is_on ? "" : "text-ink-muted"}`}>{name}</span>
          <Badge tone={rule.is_shipped ? "neutral" : "accent"}>
            {t(rule.is_shipped ? "rules.shipped" : "rules.own")}
          </Badge>
          {rule.is_shipped && rule.is_changed ? <Badge tone="warn">{t("rules.edited")}</Badge> : null}
        </span>
        <span className="text-ink-soft text-sm [overflow-wrap:anywhere]">
          {conditionsOf(rule.text, t, words, connections).join("; ")}
          {outcomeOf(rule.text, words) ? ` → ${outcomeOf(rule.text, words)}` : ""}
        </span>
        {rule.changed_by && rule.changed_at ? (
          <span className="tabular text-ink-muted text-xs">
            {t("rules.changedBy", { name: rule.changed_by, at: format.dateTime(rule.changed_at) })}
          </span>
        ) : null}
      </div>
      <div className="flex items-center gap-0.5">
        <IconButton icon={IconArrowUp} label={t("rules.up", { name })} onPress={() => move(-1)} />
        <IconButton icon={IconArrowDown} label={t("rules.down", { name })} onPress={() => move(1)} />
        <IconButton icon={IconPencil} label={t("rules.edit", { name })} onPress={onEdit} />
        {rule.is_changed ? (
          <IconButton
            icon={rule.is_shipped ? IconRestore : IconTrash}
            label={t(rule.is_shipped ? "rules.reset" : "rules.remove", { name })}
            onPress={() => void remove(rule)}
          />
        ) : null}
        <Switch value={rule.is_on} onChange={(is_on) => void change(rule, { is_on })}>
          <span className="sr-only">{t("rules.on", { name })}</span>
        </Switch>
      </div>
    </li>
  );
}
