import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo, useState } from "react";
import { type Control, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { api, ifMatch, invalidate, type Schemas } from "@/shared/api/client";
import { isConflict } from "@/shared/api/errors";
import { ConflictNotice } from "@/shared/crm/conflict-notice";
import { type Language, languages } from "@/shared/i18n";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { currencyOptions, regionOptions, timeZoneOptions } from "@/shared/lib/places";
import { requiredText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { DraftNotice, FormError, FormField } from "@/shared/ui/form";
import type { Option } from "@/shared/ui/list-box";
import { NumberField } from "@/shared/ui/number-field";
import { Panel } from "@/shared/ui/page";
import { Select } from "@/shared/ui/select";
import { TextField } from "@/shared/ui/text-field";
import { toast } from "@/shared/ui/toast";

type Company = Schemas["Company"];
type Values = Omit<Company, "version">;

// The same bounds as the database has; the API says so once more.
const limits = {
  sla_minutes: [1, 1440],
  idle_limit_minutes: [1, 30],
  shift_grace_minutes: [1, 240],
  late_grace_minutes: [0, 60],
  conversion_window_days: [1, 365],
  retention_months: [1, 240],
} as const;
type Rule = keyof typeof limits;

const whole = (rule: Rule) => z.int().check(z.minimum(limits[rule][0]), z.maximum(limits[rule][1]));

const schema = z.object({
  name: requiredText(200),
  time_zone: z.string().check(z.minLength(1)),
  currency: z.string().check(z.length(3)),
  phone_region: z.string().check(z.length(2)),
  locale: z.enum(["ru", "uk", "en"]),
  sla_minutes: whole("sla_minutes"),
  idle_limit_minutes: whole("idle_limit_minutes"),
  shift_grace_minutes: whole("shift_grace_minutes"),
  late_grace_minutes: whole("late_grace_minutes"),
  conversion_window_days: whole("conversion_window_days"),
  retention_months: whole("retention_months"),
  day_starts: z.string().check(z.minLength(5)),
  day_ends: z.string().check(z.minLength(5)),
});

const valuesOf = ({ version: _, ...values }: Company): Values => values;
const languageOptions = Object.entries(languages).map(([id, label]) => ({ id: id as Language, label }));

/** A code that is not among the usual ones stays choosable. */
const withCurrent = (options: Option[], current: string) =>
  options.some(({ id }) => id === current) ? options : [{ id: current, label: current }, ...options];

/** Settings that every figure and every day boundary depend on. */
export function CompanyForm({ company }: { company: Company }) {
  const { t } = useTranslation(["settings", "common"]);
  const [theirs, setTheirs] = useState<Company | null>(null);
  const form = useForm<Values>({
    resolver: zodResolver(schema),
    values: valuesOf(company),
    resetOptions: { keepDirtyValues: true },
  });
  const draft = useDraft("settings.company", form);
  const save = api.useMutation("patch", "/api/v1/company", {
    onSettled: () => invalidate("/api/v1/company", "/api/v1/me", "/api/v1/dashboard"),
  });
  const show = (saved: Company) => {
    setTheirs(null);
    form.reset(valuesOf(saved), { keepDirtyValues: false });
    draft.clear();
  };
  const submit = form.handleSubmit((values) =>
    save.mutate(
      { params: { header: ifMatch((theirs ?? company).version) }, body: values },
      {
        onSuccess: (saved) => {
          show(saved);
          toast(t("common:saved"), { tone: "good" });
        },
        onError: (error) => (isConflict<Company>(error) ? setTheirs(error.current) : showApiError(form, error)),
      },
    ),
  );
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <DraftNotice draft={draft} />
      <Panel title={t("company.about")}>
        <Identity control={form.control} company={company} />
      </Panel>
      <Panel title={t("company.rules")}>
        <Rules control={form.control} />
      </Panel>
      <FormError form={form} />
      {theirs ? <Conflict theirs={theirs} mine={form.getValues()} onKeep={submit} onTake={() => show(theirs)} /> : null}
      {form.formState.isDirty && !theirs ? (
        <div className="sticky bottom-0 flex justify-end gap-2 border-t bg-surface py-3">
          <Button onPress={() => show(company)}>{t("common:cancel")}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {t("common:save")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

function Identity({ control, company }: { control: Control<Values>; company: Company }) {
  const { t, i18n } = useTranslation("settings");
  const zones = useMemo(() => timeZoneOptions(company.time_zone), [company.time_zone]);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <FormField control={control} name="name">
        {(field) => <TextField {...field} label={t("company.name")} className="sm:col-span-2" />}
      </FormField>
      <FormField control={control} name="time_zone">
        {(field) => (
          <Select {...field} options={zones} label={t("company.time_zone")} hint={t("company.timeZoneHint")} />
        )}
      </FormField>
      <FormField control={control} name="currency">
        {(field) => (
          <Select
            {...field}
            options={withCurrent(currencyOptions(i18n.language), company.currency)}
            label={t("company.currency")}
            hint={t("company.currencyHint")}
          />
        )}
      </FormField>
      <FormField control={control} name="phone_region">
        {(field) => (
          <Select
            {...field}
            options={withCurrent(regionOptions(i18n.language), company.phone_region)}
            label={t("company.phone_region")}
            hint={t("company.regionHint")}
          />
        )}
      </FormField>
      <FormField control={control} name="locale">
        {(field) => (
          <Select {...field} options={languageOptions} label={t("company.locale")} hint={t("company.localeHint")} />
        )}
      </FormField>
    </div>
  );
}

function Rules({ control }: { control: Control<Values> }) {
  const { t } = useTranslation("settings");
  return (
    <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
      {(Object.keys(limits) as Rule[]).map((rule) => (
        <FormField key={rule} control={control} name={rule}>
          {({ onChange, ...field }) => (
            <NumberField
              {...field}
              // An emptied field is refused by the schema, with a word at the field.
              onChange={(value) => onChange(value as number)}
              min={limits[rule][0]}
              max={limits[rule][1]}
              label={t(`company.${rule}`)}
              hint={t(`hint.${rule}`)}
            />
          )}
        </FormField>
      ))}
      {(["day_starts", "day_ends"] as const).map((name) => (
        <FormField key={name} control={control} name={name}>
          {(field) => <TextField {...field} type="time" label={t(`company.${name}`)} hint={t(`hint.${name}`)} />}
        </FormField>
      ))}
    </div>
  );
}

interface ConflictProps {
  theirs: Company;
  mine: Values;
  onKeep: () => void;
  onTake: () => void;
}

function Conflict({ theirs, mine, onKeep, onTake }: ConflictProps) {
  const { t } = useTranslation("settings");
  const differences = (Object.keys(mine) as (keyof Values)[])
    .filter((name) => theirs[name] !== mine[name])
    .map((name) => ({ label: t(`company.${name}`), theirs: String(theirs[name]) }));
  return <ConflictNotice differences={differences} onKeepMine={onKeep} onTakeTheirs={onTake} />;
}
