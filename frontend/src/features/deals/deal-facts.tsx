import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { api, ifMatch, invalidate, type Schemas } from "@/shared/api/client";
import { isConflict } from "@/shared/api/errors";
import { ConflictNotice } from "@/shared/crm/conflict-notice";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { useFormat } from "@/shared/lib/use-format";
import { requiredText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { DatePicker } from "@/shared/ui/date-picker";
import { DraftNotice, FormError, FormField } from "@/shared/ui/form";
import { MoneyField } from "@/shared/ui/number-field";
import { TextArea } from "@/shared/ui/text-area";
import { TextField } from "@/shared/ui/text-field";
import { toast } from "@/shared/ui/toast";

type Deal = Schemas["Deal"];

const schema = z.object({
  title: requiredText(200),
  amount_minor: z.nullable(z.number()),
  expected_close_on: z.nullable(z.string()),
  note: z.string().check(z.maxLength(10_000)),
});

const valuesOf = (deal: Deal) => ({
  title: deal.title,
  amount_minor: deal.amount_minor as number | null,
  expected_close_on: deal.expected_close_on,
  note: deal.note ?? "",
});

/** What a manager writes about a deal. The second of two writers sees what the first one saved. */
export function DealFacts({ deal }: { deal: Deal }) {
  const { t } = useTranslation(["deals", "crm", "common"]);
  const [theirs, setTheirs] = useState<Deal | null>(null);
  const form = useForm({
    resolver: zodResolver(schema),
    values: valuesOf(deal),
    resetOptions: { keepDirtyValues: true },
  });
  const draft = useDraft(`deal.${deal.id}`, form);
  const save = api.useMutation("patch", "/api/v1/deals/{deal_id}");
  const submit = form.handleSubmit((values) =>
    save.mutate(
      {
        params: { path: { deal_id: deal.id }, header: ifMatch((theirs ?? deal).version) },
        body: { ...values, amount_minor: values.amount_minor ?? 0, note: values.note.trim() || null },
      },
      {
        onSuccess: (saved) => {
          setTheirs(null);
          form.reset(valuesOf(saved), { keepDirtyValues: false });
          draft.clear();
          toast(t("common:saved"), { tone: "good" });
          void invalidate("/api/v1/deals", "/api/v1/clients");
        },
        onError: (error) => {
          if (isConflict<Deal>(error)) setTheirs(error.current);
          else showApiError(form, error);
        },
      },
    ),
  );
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <DraftNotice draft={draft} />
      <FormField control={form.control} name="title">
        {(field) => <TextField {...field} label={t("crm:deal.title")} />}
      </FormField>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField control={form.control} name="amount_minor">
          {(field) => <MoneyField {...field} label={t("crm:deal.amount")} currency={deal.currency} />}
        </FormField>
        <FormField control={form.control} name="expected_close_on">
          {(field) => <DatePicker {...field} label={t("crm:deal.closeOn")} />}
        </FormField>
      </div>
      <FormField control={form.control} name="note">
        {(field) => <TextArea {...field} label={t("crm:deal.note")} rows={3} />}
      </FormField>
      <FormError form={form} />
      {theirs ? <Conflict theirs={theirs} onKeep={submit} onTake={() => takeOver(theirs)} /> : null}
      {form.formState.isDirty && !theirs ? (
        <div className="flex justify-end gap-2">
          <Button
            onPress={() => {
              form.reset(valuesOf(deal), { keepDirtyValues: false });
              draft.clear();
            }}
          >
            {t("common:cancel")}
          </Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {t("common:save")}
          </Button>
        </div>
      ) : null}
    </form>
  );

  function takeOver(current: Deal) {
    setTheirs(null);
    form.reset(valuesOf(current), { keepDirtyValues: false });
    draft.clear();
    void invalidate("/api/v1/deals");
  }
}

function Conflict({ theirs, onKeep, onTake }: { theirs: Deal; onKeep: () => void; onTake: () => void }) {
  const { t } = useTranslation("crm");
  const format = useFormat();
  const differences = [
    { label: t("deal.title"), theirs: theirs.title },
    { label: t("deal.amount"), theirs: format.money(theirs.amount_minor, theirs.currency) },
    { label: t("deal.closeOn"), theirs: theirs.expected_close_on ? format.calendarDay(theirs.expected_close_on) : "" },
    { label: t("deal.note"), theirs: theirs.note ?? "" },
  ];
  return <ConflictNotice differences={differences} onKeepMine={onKeep} onTakeTheirs={onTake} />;
}
