import { useMemo } from "react";
import type { Control } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import type { Schemas } from "@/shared/api/client";
import { type Language, languages } from "@/shared/i18n";
import { currencyOptions, regionOptions, timeZoneOptions } from "@/shared/lib/places";
import { requiredText } from "@/shared/lib/validation";
import { FormField } from "@/shared/ui/form";
import type { Option } from "@/shared/ui/list-box";
import { NumberField } from "@/shared/ui/number-field";
import { Select } from "@/shared/ui/select";
import { TextField } from "@/shared/ui/text-field";

export type Company = Schemas["Company"];
export type Values = Omit<Company, "version">;

// The same bounds as the database has; the API says so once more.
const limits = {
  sla_minutes: [1, 1440],
  conversion_window_days: [1, 365],
  idle_limit_minutes: [1, 30],
  shift_grace_minutes: [1, 240],
  late_grace_minutes: [0, 60],
  retention_months: [1, 240],
} as const;
type Rule = keyof typeof limits;

/** What the settings show in two places: how is sold, and how time is measured. */
export const salesRules = ["sla_minutes", "conversion_window_days"] as const satisfies Rule[];
export const timeRules = [
  "idle_limit_minutes",
  "shift_grace_minutes",
  "late_grace_minutes",
  "retention_months",
] as const satisfies Rule[];
export const identity = ["name", "time_zone", "currency", "phone_region", "locale"] as const satisfies (keyof Values)[];

const whole = (rule: Rule) => z.int().check(z.minimum(limits[rule][0]), z.maximum(limits[rule][1]));

export const companySchema = z.object({
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
});

const languageOptions = Object.entries(languages).map(([id, label]) => ({ id: id as Language, label }));

/** A code that is not among the usual ones stays choosable. */
const withCurrent = (options: Option[], current: string) =>
  options.some(({ id }) => id === current) ? options : [{ id: current, label: current }, ...options];

/** Name, zone, money, languages: what the company is. */
export function Identity({ control, company }: { control: Control<Values>; company: Company }) {
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

/** Numbers that figures depend on, each with what it means. */
export function Rules({ control, rules }: { control: Control<Values>; rules: readonly Rule[] }) {
  const { t } = useTranslation("settings");
  return (
    <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
      {rules.map((rule) => (
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
    </div>
  );
}
