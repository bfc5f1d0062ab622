import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { api, type Schemas } from "@/shared/api/client";
import { ApiError, errorText } from "@/shared/api/errors";
import { useDraft } from "@/shared/lib/draft";
import { requiredText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { DraftNotice, FormError } from "@/shared/ui/form";
import { toast } from "@/shared/ui/toast";
import { KeyField } from "./key-field";
import { adapterOf, isLinked, type Source } from "./source";
import { refreshSources } from "./use-source";

type Field = Schemas["SetupField"];
export type KeyValues = Record<string, string>;

const longest = 8000;

interface KeysFormProps {
  source: Source;
  fields: Field[];
  onDone?: () => void;
}

/** Keys of a channel's own pages. What was filled in once is there again, secrets only as «kept»; what is refused stays in the form. */
export function KeysForm({ source, fields, onDone }: KeysFormProps) {
  const { t } = useTranslation("sources");
  const schema = useMemo(() => schemaOf(fields), [fields]);
  const form = useForm<KeyValues>({ resolver: zodResolver(schema), defaultValues: valuesOf(fields) });
  const omit = fields.filter(({ kind }) => kind === "secret").map(({ name }) => name);
  const draft = useDraft(`sources.keys.${source.id}`, form, { omit });
  const connect = api.useMutation("post", "/api/v1/lead-sources/{source_id}/connection", { onSettled: refreshSources });
  const submit = form.handleSubmit((keys) =>
    connect.mutate(
      { params: { path: { source_id: source.id } }, body: { keys } },
      {
        onSuccess: ({ account_name }) => {
          draft.clear();
          toast(t("keys.connected", { account: account_name }), { tone: "good" });
          onDone?.();
        },
        onError: (error) => show(form, error, (said) => t("keys.said", { words: said })),
      },
    ),
  );
  const isLost = source.state === "reauth_required";
  // What most leave as it is waits under a line.
  const main = fields.filter(({ required, kind }) => required || kind === "secret");
  const more = fields.filter((field) => !main.includes(field));
  const isOpen = more.some(
    ({ name, value, default: usual }) => (value && value !== usual) || form.formState.errors[name],
  );
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <DraftNotice draft={draft} />
      {main.map((field) => (
        <KeyField key={field.name} form={form} field={field} adapter={adapterOf(source)} isLost={isLost} />
      ))}
      {more.length ? (
        <details open={isOpen || undefined}>
          <summary className="cursor-pointer rounded-sm pointer-coarse:py-3 text-ink-soft text-sm">
            {t("keys.more")}
          </summary>
          <div className="grid gap-4 pt-3">
            {more.map((field) => (
              <KeyField key={field.name} form={form} field={field} adapter={adapterOf(source)} isLost={isLost} />
            ))}
          </div>
        </details>
      ) : null}
      <FormError form={form} />
      <Button type="submit" look="primary" className="justify-self-start" isPending={connect.isPending}>
        {t(isLinked(source) ? "keys.change" : "gallery.connect")}
      </Button>
    </form>
  );
}

const schemaOf = (fields: Field[]) =>
  z.object(
    Object.fromEntries(
      fields.map(({ name, required, kept }) => [name, required && !kept ? requiredText(longest) : z.string()]),
    ),
  );

const valuesOf = (fields: Field[]): KeyValues =>
  Object.fromEntries(
    // (A secret that is usual is one of a simulator's.)
    fields.map(({ name, kind, value, kept, default: usual }) => [
      name,
      kind === "secret" && kept ? "" : (value ?? usual),
    ]),
  );

/** What the API says of `keys.<name>` stands at the field; the vendor's own words under what concerns the whole. */
function show(form: ReturnType<typeof useForm<KeyValues>>, error: unknown, said: (words: string) => string) {
  const fields = error instanceof ApiError ? error.fields : {};
  const known = Object.entries(fields).map(([name, message]) => [name.replace(/^keys\./, ""), message] as const);
  const here = known.filter(([name]) => name in form.getValues());
  for (const [index, [name, message]] of here.entries()) {
    form.setError(name, { type: "server", message }, { shouldFocus: index === 0 });
  }
  if (here.length) return;
  const words = error instanceof ApiError && typeof error.details.words === "string" ? error.details.words : "";
  const isCode = /^[a-z_]+$/.test(words);
  form.setError("root", { message: [errorText(error), words && !isCode ? said(words) : ""].filter(Boolean).join(" ") });
}
