import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { channelsWith, kindsOf, mediums } from "@/shared/crm/origin-kinds";
import { useRuleWords } from "@/shared/crm/rule-words";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { FormAlert } from "@/shared/ui/form";
import { Select } from "@/shared/ui/select";
import { TextArea } from "@/shared/ui/text-area";
import { TextField } from "@/shared/ui/text-field";
import { type Decision, decisionOf, useDecideOrigin } from "./use-origin";

interface OriginDialogProps {
  client: Pick<Schemas["ClientFacts"], "id" | "origin">;
  onClose: () => void;
}

/** Where the client came from by a person's word, and why; the rules' own word comes back by one press. */
export function OriginDialog({ client, onClose }: OriginDialogProps) {
  const { t } = useTranslation(["rules", "common"]);
  const decide = useDecideOrigin(client);
  const [error, setError] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const [word, setWord] = useState<Decision>(decisionOf(client.origin));
  const store = async (next: Decision | null) => {
    setSaving(true);
    try {
      await decide(next);
      onClose();
    } catch (failure) {
      setError(errorText(failure));
      setSaving(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void store(word);
  };
  return (
    <Dialog
      isOpen
      size="sm"
      onClose={onClose}
      title={t("origin.title")}
      footer={
        <>
          {client.origin?.decided ? (
            <Button look="ghost" className="sm:mr-auto" onPress={() => void store(null)} isDisabled={isSaving}>
              {t("origin.asRules")}
            </Button>
          ) : null}
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" type="submit" form="origin" isPending={isSaving}>
            {t("common:save")}
          </Button>
        </>
      }
    >
      <form id="origin" className="grid gap-4" onSubmit={submit}>
        <p className="text-ink-muted text-sm">{t("origin.lead")}</p>
        <Fields word={word} onChange={(part) => setWord({ ...word, ...part })} />
        <FormAlert>{error}</FormAlert>
      </form>
    </Dialog>
  );
}

function Fields({ word, onChange }: { word: Decision; onChange: (part: Partial<Decision>) => void }) {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  return (
    <>
      <Select
        label={t("origin.channel")}
        options={channelsWith(word.channel).map((id) => ({ id, label: words.channel(id) }))}
        value={word.channel}
        onChange={(channel) => {
          const known = kindsOf(channel);
          onChange({ channel, type: known.includes(word.type) ? word.type : (known[0] ?? "unknown") });
        }}
      />
      <Select
        label={t("origin.type")}
        options={[...new Set([...kindsOf(word.channel), word.type])].map((id) => ({ id, label: words.type(id) }))}
        value={word.type}
        onChange={(type) => onChange({ type })}
      />
      <Select
        label={t("origin.medium")}
        options={mediums.map((id) => ({ id, label: words.medium(id) }))}
        value={word.medium}
        onChange={(medium) => onChange({ medium })}
      />
      <TextField
        label={t("origin.campaign")}
        value={word.campaign}
        onChange={(campaign) => onChange({ campaign })}
        maxLength={120}
        autoComplete="off"
      />
      <TextArea
        label={t("origin.note")}
        hint={t("origin.noteHint")}
        rows={2}
        value={word.note}
        onChange={(note) => onChange({ note })}
        maxLength={500}
      />
    </>
  );
}
