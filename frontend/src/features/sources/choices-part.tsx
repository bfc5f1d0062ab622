import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { type Language, languages } from "@/shared/i18n";
import { Button } from "@/shared/ui/button";
import { labelShape } from "@/shared/ui/field";
import { RadioGroup } from "@/shared/ui/radio-group";
import { Segmented } from "@/shared/ui/segmented";
import { Select } from "@/shared/ui/select";
import { TextArea } from "@/shared/ui/text-area";
import { toast, toastError } from "@/shared/ui/toast";
import { choicesOf, depthOf, depths, hasComments, leadModes, type Source, takes } from "./source";
import { useChangeSource } from "./use-source";

type Settings = Schemas["SourceSettings"];

const usual = "auto";
const answers = [usual, ...(Object.keys(languages) as Language[])] as const;

interface ChoicesProps {
  source: Source;
  setup: Pick<Schemas["ConnectionSetup"], "history">;
}

/** What of an account is taken in, who becomes a client, how far back it is read, how it is answered. Acts at once. */
export function ChoicesPart({ source, setup }: ChoicesProps) {
  const { t } = useTranslation("sources");
  const { change } = useChangeSource(source);
  const choices = choicesOf(source);
  const choose = (chosen: Partial<Settings>) =>
    change((now) => ({ settings: { ...(now.settings as Settings), ...chosen } }));
  const chooseNow = (chosen: Partial<Settings>) => void choose(chosen).catch(toastError);
  const language = answers.find((known) => known === source.settings?.language) ?? usual;
  return (
    <section className="grid gap-4">
      {hasComments(source) ? (
        <div className="grid justify-items-start gap-1.5">
          <h4 className={labelShape}>{t("take.label")}</h4>
          <Segmented
            label={t("take.label")}
            options={takes.map((id) => ({
              id,
              label: t(`take.${id === "direct" && source.channel !== "instagram" ? "messages" : id}`),
            }))}
            value={choices.take}
            onChange={(take) => chooseNow({ take })}
          />
        </div>
      ) : null}
      <RadioGroup
        label={t("leads.label")}
        value={choices.leads}
        onChange={(leads) => chooseNow({ leads })}
        options={leadModes.map((id) => ({ id, label: t(`leads.${id}`), hint: t(`leadsHint.${id}`) }))}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {setup.history ? (
          <Select
            label={t("depth.label")}
            hint={t("depth.hint")}
            options={depths.map((id) => ({ id, label: t(`depth.${id}`) }))}
            value={depthOf(source)}
            onChange={(days) => chooseNow({ backfill_days: days === usual ? null : Number(days) })}
          />
        ) : null}
        <Select
          label={t("answers.label")}
          hint={t("answers.hint")}
          options={answers.map((id) => ({ id, label: id === usual ? t("answers.auto") : languages[id] }))}
          value={language}
          onChange={(chosen) => chooseNow({ language: chosen === usual ? null : chosen })}
        />
      </div>
      {hasComments(source) ? <PrivateReply key={source.id} source={source} onSave={choose} /> : null}
    </section>
  );
}

interface PrivateReplyProps {
  source: Source;
  onSave: (chosen: Partial<Settings>) => Promise<unknown>;
}

/** What private replies to comments begin with. */
function PrivateReply({ source, onSave }: PrivateReplyProps) {
  const { t } = useTranslation(["sources", "common"]);
  const saved = typeof source.settings?.private_reply === "string" ? source.settings.private_reply : "";
  const [text, setText] = useState(saved);
  const save = async () => {
    try {
      await onSave({ private_reply: text.trim() || null });
      toast(t("common:saved"), { tone: "good" });
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <div className="grid justify-items-end gap-2">
      <TextArea
        label={t("privateReply.label")}
        hint={t("privateReply.hint")}
        value={text}
        onChange={setText}
        rows={2}
        maxLength={1000}
        className="w-full"
      />
      {text.trim() === saved ? null : <Button onPress={() => void save()}>{t("common:save")}</Button>}
    </div>
  );
}
