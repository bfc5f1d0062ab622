import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/shared/api/client";
import { mediums } from "@/shared/crm/origin-kinds";
import { useRuleWords } from "@/shared/crm/rule-words";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { FilterChip } from "@/shared/ui/filter-chips";
import { IconButton } from "@/shared/ui/icon-button";
import { Select } from "@/shared/ui/select";
import { TextField } from "@/shared/ui/text-field";
import { toastError } from "@/shared/ui/toast";
import {
  between,
  type Condition,
  channels,
  facts,
  kinds,
  newId,
  type Rule,
  type RuleText,
  splitValues,
  tests,
} from "./rule";
import { useRules } from "./use-rules";

interface RuleDialogProps {
  /** Null: a new one, before all others. */
  rule: Rule | null;
  first: Rule | undefined;
  onClose: () => void;
}

const empty: RuleText = { channels: [], kinds: [], when: [], outcome: { confidence: 100 } as RuleText["outcome"] };
const fresh: Condition = { facts: ["utm_campaign"], test: "like", values: [] } as Condition;

/** A rule's conditions and what follows, tried on what came before it is kept. */
export function RuleDialog({ rule, first, onClose }: RuleDialogProps) {
  const { t } = useTranslation(["rules", "common"]);
  const words = useRuleWords();
  const { add, change } = useRules();
  const [text, setText] = useState<RuleText>(rule?.text ?? { ...empty, when: [fresh] });
  const [trial, setTrial] = useState<Schemas["Trial"]>();
  const [isBusy, setBusy] = useState(false);
  const edit = (part: Partial<RuleText>) => {
    setTrial(undefined);
    setText((before) => ({ ...before, ...part }));
  };
  const say = (part: Partial<RuleText["outcome"]>) => edit({ outcome: { ...text.outcome, ...part } });
  const attempt = async () => {
    try {
      setTrial((await client.POST("/api/v1/source-rules/try", { body: text })).data);
    } catch (error) {
      toastError(error);
    }
  };
  const save = async () => {
    setBusy(true);
    const wanted = { position: between(undefined, first), is_on: true, text };
    const isSaved = rule ? await change(rule, { text }) : await add(newId(), wanted);
    setBusy(false);
    if (isSaved) onClose();
  };
  const options = (ids: readonly string[], name: (id: string) => string) => ids.map((id) => ({ id, label: name(id) }));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={t(rule ? "rules.form.editTitle" : "rules.form.newTitle")}
      footer={
        <>
          <Button onPress={() => void attempt()} className="mr-auto">
            {t("rules.form.try")}
          </Button>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" onPress={() => void save()} isPending={isBusy}>
            {t("common:save")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap gap-2">
          <FilterChip
            label={t("rules.form.channels")}
            options={options([...new Set([...channels, ...text.channels])], words.channel)}
            value={text.channels}
            onChange={(chosen) => edit({ channels: [...chosen] })}
            isMultiple
          />
          <FilterChip
            label={t("rules.form.kinds")}
            options={options([...new Set([...kinds, ...text.kinds])], words.kind)}
            value={text.kinds}
            onChange={(chosen) => edit({ kinds: [...chosen] })}
            isMultiple
          />
        </div>
        <Conditions when={text.when} onChange={(when) => edit({ when })} />
        <TextField
          label={t("rules.form.name")}
          hint={t("rules.form.nameHint")}
          value={text.outcome.label ?? ""}
          onChange={(label) => say({ label })}
          maxLength={120}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Select
            label={t("rules.form.medium")}
            options={[
              { id: "none", label: t("rules.form.mediumNone") },
              ...mediums.map((id) => ({ id, label: words.medium(id) })),
            ]}
            value={text.outcome.medium ?? "none"}
            onChange={(id) => say({ medium: mediums.find((known) => known === id) ?? null })}
          />
          <TextField
            label={t("rules.form.campaign")}
            value={text.outcome.campaign ?? ""}
            onChange={(campaign) => say({ campaign })}
            maxLength={120}
          />
        </div>
        {trial ? <TrialResult trial={trial} /> : null}
      </div>
    </Dialog>
  );
}

function TrialResult({ trial }: { trial: Schemas["Trial"] }) {
  const { t } = useTranslation("rules");
  return (
    <div role="status" className="rounded-md bg-sunken px-3 py-2">
      <p className="font-medium">{t("rules.form.tried", { hits: trial.hits, of: trial.of })}</p>
      <ul className="text-ink-soft text-sm">
        {trial.examples.slice(0, 3).map((hit) => (
          <li key={hit.interaction_id} className="truncate">
            {[hit.client_name, ...Object.values(hit.facts)].join(" · ")}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Conditions({ when, onChange }: { when: Condition[]; onChange: (when: Condition[]) => void }) {
  const { t } = useTranslation("rules");
  const set = (at: number, condition: Condition) =>
    onChange(when.map((one, place) => (place === at ? condition : one)));
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-medium text-sm">{t("rules.form.when")}</legend>
      {when.map((condition, at) => (
        <ConditionFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no name of its own
          key={at}
          condition={condition}
          onChange={(next) => set(at, next)}
          onRemove={() => onChange(when.filter((_, place) => place !== at))}
        />
      ))}
      <Button className="justify-self-start" onPress={() => onChange([...when, fresh])}>
        <IconPlus size={16} aria-hidden="true" />
        {t("rules.form.addCondition")}
      </Button>
    </fieldset>
  );
}

interface ConditionFieldsProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

function ConditionFields({ condition, onChange, onRemove }: ConditionFieldsProps) {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  const [values, setValues] = useState((condition.values ?? []).join(", "));
  const asked = condition.test ?? "present";
  const known = [...new Set([...facts, ...condition.facts])].map((id) => ({ id, label: words.fact(id) }));
  const takesValues = asked !== "present" && asked !== "absent";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2 rounded-md border p-3 sm:grid-cols-[1fr_1fr_auto]">
      <div className="min-w-0 max-sm:col-span-2">
        <FilterChip
          label={t("rules.form.fact")}
          options={known}
          value={condition.facts}
          onChange={(chosen) => chosen.length && onChange({ ...condition, facts: [...chosen] })}
          isMultiple
        />
      </div>
      <Select
        aria-label={t("rules.form.test")}
        options={tests.map((id) => ({ id, label: t(`testName.${id}`) }))}
        value={asked}
        onChange={(test) => onChange({ ...condition, test })}
      />
      <IconButton icon={IconX} label={t("rules.form.removeCondition")} onPress={onRemove} />
      {takesValues ? (
        <TextField
          className="col-span-2 sm:col-span-3"
          label={t("rules.form.values")}
          value={values}
          onChange={(next) => {
            setValues(next);
            onChange({ ...condition, values: splitValues(next) });
          }}
        />
      ) : null}
    </div>
  );
}
