import { zodResolver } from "@hookform/resolvers/zod";
import { useNavigate } from "@tanstack/react-router";
import { useId, useRef, useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { client as http, type Schemas } from "@/shared/api/client";
import { createOnce } from "@/shared/api/create-once";
import { useIsAdmin, useMe } from "@/shared/api/me";
import { OwnerPicker } from "@/shared/crm/owner-picker";
import { SourceSelect } from "@/shared/crm/sources";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { newId } from "@/shared/lib/new-id";
import { storage } from "@/shared/lib/storage";
import { useSingleFlight } from "@/shared/lib/use-single-flight";
import { requiredText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { DraftNotice, FormError, FormField } from "@/shared/ui/form";
import { PhoneField } from "@/shared/ui/phone-field";
import { Sheet } from "@/shared/ui/sheet";
import { TextArea } from "@/shared/ui/text-area";
import { TextField } from "@/shared/ui/text-field";
import { toast } from "@/shared/ui/toast";
import { DuplicateHint, useDuplicates } from "./duplicate-hint";
import { TagsField } from "./tags-field";
import { refreshClients } from "./use-bulk";

const maybe = (max: number) => z.string().check(z.trim(), z.maxLength(max));

const schema = z.object({
  name: requiredText(200),
  phone: maybe(40),
  source_id: z.nullable(z.string()),
  email: maybe(320),
  company: maybe(200),
  job_title: maybe(200),
  city: maybe(120),
  tags: z.array(z.string()),
  owner_id: z.nullable(z.string()),
  first_note: maybe(10_000),
});

// Leads of one kind come in a row: the last source is the likely next one.
const lastSource = "smena.last-source";

type Values = z.infer<typeof schema>;
type Form = UseFormReturn<Values>;

const empty: Values = {
  name: "",
  phone: "",
  source_id: null,
  email: "",
  company: "",
  job_title: "",
  city: "",
  tags: [],
  owner_id: null,
  first_note: "",
};

/** Stores the client; a repeat of a request whose answer was lost finds him stored already. */
async function create(id: string, values: Values): Promise<Schemas["ClientFacts"]> {
  const { tags, ...rest } = values;
  const filled = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value || null]));
  const body = { ...filled, id, tags, name: values.name } as Schemas["NewClient"];
  const params = { path: { client_id: id } };
  return createOnce(
    async () => ((await http.POST("/api/v1/clients", { body })).data as Schemas["CreatedClient"]).client,
    async () => ((await http.GET("/api/v1/clients/{client_id}", { params })).data as Schemas["ClientCard"]).client,
  );
}

function useNewClient(onClose: () => void) {
  const { t } = useTranslation("clients");
  const navigate = useNavigate();
  const id = useRef(newId());
  const defaultValues = { ...empty, source_id: storage.get(lastSource) };
  const form: Form = useForm<Values>({ resolver: zodResolver(schema), defaultValues });
  const draft = useDraft("client.new", form);
  const [isSaving, setSaving] = useState(false);
  const once = useSingleFlight();
  const send = async (values: Values) => {
    setSaving(true);
    try {
      const made = await create(id.current, values);
      draft.clear();
      if (values.source_id) storage.set(lastSource, values.source_id);
      onClose();
      const open = () => void navigate({ to: "/clients/$id", params: { id: made.id } });
      toast(t("added", { name: made.name }), { tone: "good", action: { label: t("open"), run: open } });
      void refreshClients();
    } catch (error) {
      showApiError(form, error);
    } finally {
      setSaving(false);
    }
  };
  const submit = form.handleSubmit((values) => once(() => send(values)));
  return { form, draft, submit, isSaving };
}

/** A client by hand in seconds: name, phone, source; the rest when there is time. */
export function NewClientSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["clients", "common"]);
  const formId = useId();
  const { form, draft, submit, isSaving } = useNewClient(onClose);
  return (
    <Sheet
      isOpen
      onClose={onClose}
      title={t("new.title")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button type="submit" form={formId} look="primary" isPending={isSaving}>
            {t("new.submit")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <DraftNotice draft={draft} />
        <MainFields form={form} />
        <MoreFields form={form} />
        <FormError form={form} />
      </form>
    </Sheet>
  );
}

function MainFields({ form: { control, watch } }: { form: Form }) {
  const { t } = useTranslation("clients");
  const region = useMe().company?.phone_region ?? "UA";
  const hints = useDuplicates(watch("phone"), watch("email"));
  return (
    <>
      <FormField control={control} name="name">
        {(field) => <TextField {...field} label={t("field.name")} isRequired autoFocus autoComplete="off" />}
      </FormField>
      <FormField control={control} name="phone">
        {(field) => <PhoneField {...field} label={t("field.phone")} region={region} />}
      </FormField>
      <DuplicateHint hints={hints} />
      <FormField control={control} name="source_id">
        {({ value, onChange, error }) => <SourceSelect value={value} onChange={onChange} error={error} />}
      </FormField>
    </>
  );
}

function MoreFields({ form }: { form: Form }) {
  const { t } = useTranslation("clients");
  const { control } = form;
  const isAdmin = useIsAdmin();
  return (
    <details className="group" open={hasMore(form.getValues()) || undefined}>
      <summary className="w-fit cursor-pointer rounded-md py-1 font-medium text-accent-ink text-sm">
        {t("new.more")}
      </summary>
      <div className="grid gap-4 pt-3">
        <FormField control={control} name="email">
          {(field) => (
            <TextField {...field} label={t("field.email")} type="email" inputMode="email" autoComplete="off" />
          )}
        </FormField>
        <FormField control={control} name="company">
          {(field) => <TextField {...field} label={t("field.company")} autoComplete="off" />}
        </FormField>
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField control={control} name="job_title">
            {(field) => <TextField {...field} label={t("field.job_title")} autoComplete="off" />}
          </FormField>
          <FormField control={control} name="city">
            {(field) => <TextField {...field} label={t("field.city")} autoComplete="off" />}
          </FormField>
        </div>
        <FormField control={control} name="tags">
          {({ value, onChange }) => <TagsField value={value} onChange={onChange} />}
        </FormField>
        {isAdmin ? (
          <FormField control={control} name="owner_id">
            {({ value, onChange, error }) => (
              <OwnerPicker value={value} onChange={onChange} error={error} hint={t("new.ownerHint")} />
            )}
          </FormField>
        ) : null}
        <FormField control={control} name="first_note">
          {(field) => <TextArea {...field} label={t("field.note")} rows={2} />}
        </FormField>
      </div>
    </details>
  );
}

const hasMore = ({ email, company, job_title, city, tags, owner_id, first_note }: Values) =>
  Boolean(email || company || job_title || city || tags.length || owner_id || first_note);
