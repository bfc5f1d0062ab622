import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useDraftText } from "@/shared/lib/draft";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { Select } from "@/shared/ui/select";
import { SkeletonText } from "@/shared/ui/skeleton";
import { TextField } from "@/shared/ui/text-field";
import { Attach, FileSlot, Limits, useRefusal } from "./file-slot";
import type { Route } from "./reply";
import { asRead, headerOf, isFilled, type Template, templateId } from "./template";
import type { Words } from "./use-reply";

interface TemplateFormProps {
  clientId: string;
  route: Route;
  /** 0 to 1 while the file above a template leaves. */
  progress: number | null;
  onSend: (words: Words, onSent: () => void) => void;
}

/** Texts that the vendor has approved: chosen, filled in, read once as the client will read them. */
export function TemplateForm({ clientId, route: { thread }, progress, onSend }: TemplateFormProps) {
  const { t } = useTranslation("clients");
  const list = api.useQuery("get", "/api/v1/clients/{client_id}/channels/{conversation_id}/templates", {
    params: { path: { client_id: clientId, conversation_id: thread.conversation_id } },
  });
  const [chosen, setChosen] = useState<string | null>(null);
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonText lines={3} />;
  const templates = list.data.items;
  const template = templates.find((one) => templateId(one) === chosen) ?? templates[0];
  if (!template) return <p className="text-ink-muted text-sm">{t("reply.template.none")}</p>;
  return (
    <>
      <Select
        label={t("reply.template.choose")}
        options={templates.map((one) => ({ id: templateId(one), label: one.name, hint: one.body.slice(0, 60) }))}
        value={templateId(template)}
        onChange={setChosen}
      />
      <Filling key={templateId(template)} {...{ clientId, template, progress, onSend }} />
    </>
  );
}

type FillingProps = Pick<TemplateFormProps, "clientId" | "progress" | "onSend"> & { template: Template };

/** What is typed survives a reload, and is gone once it is sent: a second press would send it twice. */
function Filling({ clientId, template, progress, onSend }: FillingProps) {
  const { t } = useTranslation(["clients", "messages"]);
  const [file, setFile] = useState<File | null>(null);
  const taken = template.header ? [template.header] : [];
  const refusal = useRefusal()(file, taken);
  const hasFile = !template.header || (file !== null && !refusal);
  // One line a blank.
  const [typed, setTyped, clear] = useDraftText(`template.${clientId}.${templateId(template)}`);
  const lines = typed.split("\n");
  const values = template.blanks.map((_, index) => lines[index] ?? "");
  const text = asRead(template, values);
  const { name, language } = template;
  const filled = { name, language, values: values.map((value) => value.trim()) };
  return (
    <>
      {file ? <FileSlot file={file} refusal={refusal} progress={progress} onRemove={() => setFile(null)} /> : null}
      {template.header && !file ? (
        <div className="flex items-center gap-2 rounded-md border border-dashed p-2 text-ink-muted text-sm">
          <Attach taken={taken} isDisabled={progress !== null} onFile={setFile} />
          <span className="grid">
            {t(`messages:header.${headerOf(template.header)}`)}
            <Limits taken={taken} />
          </span>
        </div>
      ) : null}
      <div className="grid gap-2 sm:grid-cols-2">
        {template.blanks.map((blank, index) => (
          <TextField
            key={blank}
            label={t("reply.template.blank", { name: `{{${blank}}}` })}
            value={values[index] ?? ""}
            onChange={(value) => setTyped(values.with(index, value).join("\n"))}
            maxLength={1000}
          />
        ))}
      </div>
      <figure className="grid gap-1">
        <figcaption className="text-ink-muted text-xs">{t("reply.template.preview")}</figcaption>
        <p className="w-fit max-w-full whitespace-pre-wrap break-words rounded-lg bg-sunken px-3 py-2">{text}</p>
      </figure>
      <div className="flex justify-end">
        <Button
          look="primary"
          isDisabled={!isFilled(template, values) || !hasFile || progress !== null}
          onPress={() =>
            onSend({ text, template: filled, file: file ?? undefined }, () => {
              clear();
              setFile(null);
            })
          }
        >
          <IconSend size={16} stroke={1.75} aria-hidden="true" />
          {t("reply.send")}
        </Button>
      </div>
    </>
  );
}
