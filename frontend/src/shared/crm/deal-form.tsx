import { zodResolver } from "@hookform/resolvers/zod";
import { useNavigate } from "@tanstack/react-router";
import { useId, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { client as http, invalidate, type Schemas } from "@/shared/api/client";
import { createOnce } from "@/shared/api/create-once";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { newId } from "@/shared/lib/new-id";
import { useSingleFlight } from "@/shared/lib/use-single-flight";
import { requiredText } from "@/shared/lib/validation";
import { Dot } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { DatePicker } from "@/shared/ui/date-picker";
import { DraftNotice, FormError, FormField } from "@/shared/ui/form";
import { MoneyField } from "@/shared/ui/number-field";
import { Select } from "@/shared/ui/select";
import { Sheet } from "@/shared/ui/sheet";
import { TextArea } from "@/shared/ui/text-area";
import { TextField } from "@/shared/ui/text-field";
import { toast } from "@/shared/ui/toast";
import { type ChosenClient, ClientPicker } from "./client-picker";
import { stageColor, useStageName, useStages } from "./stage";

export type Deal = Schemas["Deal"];

const chosenClient = z.object({ id: z.string(), name: z.string() });

const schema = z.object({
  client: z.nullable(chosenClient).check(z.refine((value) => value !== null)),
  title: requiredText(200),
  amount_minor: z.nullable(z.int().check(z.minimum(0))),
  stage_id: z.nullable(z.string()),
  expected_close_on: z.nullable(z.string()),
  note: z.string().check(z.maxLength(10_000)),
});

type Values = z.infer<typeof schema>;

interface DealFormProps {
  isOpen: boolean;
  onClose: () => void;
  /** The client it belongs to and cannot leave: the card's own. */
  client?: ChosenClient;
  /** The column it was opened from. */
  stageId?: string;
  onCreated?: (deal: Deal) => void;
}

/** A new deal, over any page, with a draft that survives. */
export function DealForm(props: DealFormProps) {
  const { t } = useTranslation(["crm", "common"]);
  const formId = useId();
  const [isSaving, setSaving] = useState(false);
  return (
    <Sheet
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={t("deal.new")}
      footer={
        <>
          <Button onPress={props.onClose}>{t("common:cancel")}</Button>
          <Button type="submit" form={formId} look="primary" isPending={isSaving}>
            {t("deal.create")}
          </Button>
        </>
      }
    >
      <Fields {...props} formId={formId} onSaving={setSaving} />
    </Sheet>
  );
}

async function create(id: string, { client, amount_minor, note, ...values }: Values): Promise<Deal> {
  const filled = { client_id: client?.id ?? "", amount_minor: amount_minor ?? 0, note: note.trim() || null };
  const body = { ...values, ...filled, id };
  return createOnce(
    async () => (await http.POST("/api/v1/deals", { body })).data as Deal,
    async () => (await http.GET("/api/v1/deals/{deal_id}", { params: { path: { deal_id: id } } })).data as Deal,
  );
}

function useDealForm(props: DealFormProps & { onSaving: (is: boolean) => void }) {
  const { t } = useTranslation("crm");
  const navigate = useNavigate();
  const form = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: {
      client: props.client ?? null,
      title: "",
      amount_minor: null,
      stage_id: props.stageId ?? null,
      expected_close_on: null,
      note: "",
    },
  });
  const draft = useDraft(`deal.new.${props.client?.id ?? ""}`, form);
  const once = useSingleFlight();
  const id = useRef(newId());
  const send = async (values: Values) => {
    props.onSaving(true);
    try {
      const deal = await create(id.current, values);
      draft.clear();
      void invalidate("/api/v1/deals", "/api/v1/clients", "/api/v1/dashboard");
      const action = { label: t("deal.open"), run: () => void navigate({ to: "/deals", search: { open: deal.id } }) };
      toast(t("deal.created"), { tone: "good", action });
      props.onClose();
      props.onCreated?.(deal);
    } catch (error) {
      showApiError(form, error);
    } finally {
      props.onSaving(false);
    }
  };
  const submit = form.handleSubmit((values) => once(() => send(values)));
  return { form, draft, submit };
}

/** Open stages, the first one chosen until somebody says otherwise: a deal is not born won. */
function useStageOptions() {
  return useStages()
    .filter(({ outcome, archived_at }) => outcome === "open" && !archived_at)
    .map((stage) => ({ id: stage.id, stage }));
}

function Fields(props: DealFormProps & { formId: string; onSaving: (is: boolean) => void }) {
  const { t } = useTranslation("crm");
  const { form, draft, submit } = useDealForm(props);
  const { control } = form;
  return (
    <form id={props.formId} onSubmit={submit} noValidate className="grid gap-4">
      <DraftNotice draft={draft} />
      {props.client ? (
        <p className="flex gap-2 text-sm">
          <span className="text-ink-muted">{t("client")}</span>
          <span className="min-w-0 truncate font-medium">{props.client.name}</span>
        </p>
      ) : (
        <FormField control={control} name="client">
          {({ value, onChange, onBlur, error }) => (
            <ClientPicker value={value} onChange={onChange} onBlur={onBlur} error={error} isRequired />
          )}
        </FormField>
      )}
      <FormField control={control} name="title">
        {(field) => (
          <TextField
            {...field}
            label={t("deal.title")}
            placeholder={t("deal.titlePlaceholder")}
            autoFocus={Boolean(props.client)}
            autoComplete="off"
          />
        )}
      </FormField>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField control={control} name="amount_minor">
          {(field) => <MoneyField {...field} label={t("deal.amount")} placeholder="0" />}
        </FormField>
        <FormField control={control} name="stage_id">
          {(field) => <StageSelect {...field} />}
        </FormField>
      </div>
      <FormField control={control} name="expected_close_on">
        {({ ref: _, ...field }) => <DatePicker {...field} label={t("deal.closeOn")} />}
      </FormField>
      <FormField control={control} name="note">
        {(field) => <TextArea {...field} label={t("deal.note")} rows={2} onSubmit={() => void submit()} />}
      </FormField>
      <FormError form={form} />
    </form>
  );
}

interface StageSelectProps {
  value: string | null;
  onChange: (id: string) => void;
  onBlur?: () => void;
  error?: string;
}

function StageSelect({ value, ...props }: StageSelectProps) {
  const { t } = useTranslation("crm");
  const name = useStageName();
  const stages = useStageOptions();
  const options = stages.map(({ id, stage }) => ({
    id,
    label: name(stage),
    start: <Dot color={stageColor(stage.color)} />,
  }));
  return <Select {...props} label={t("deal.stage")} options={options} value={value ?? stages[0]?.id ?? null} />;
}
