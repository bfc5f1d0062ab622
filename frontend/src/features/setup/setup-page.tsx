import { zodResolver } from "@hookform/resolvers/zod";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { authClient } from "@/shared/api/auth";
import { client } from "@/shared/api/client";
import { forgetConfig } from "@/shared/api/config";
import { currentLanguage } from "@/shared/i18n";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { currencyOptions, likelyDefaults, regionOptions, timeZoneOptions } from "@/shared/lib/places";
import { emailText, requiredText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { Combobox } from "@/shared/ui/combobox";
import { EntryLayout } from "@/shared/ui/entry-layout";
import { FormError, FormField } from "@/shared/ui/form";
import { PasswordField } from "@/shared/ui/password-field";
import { Select } from "@/shared/ui/select";
import { TextField } from "@/shared/ui/text-field";

const setup = z.object({
  company_name: requiredText(120),
  time_zone: z.string().check(z.minLength(1)),
  currency: z.string().check(z.length(3)),
  phone_region: z.string().check(z.length(2)),
  full_name: requiredText(120),
  email: emailText(),
  password: z.string().check(z.minLength(10), z.maxLength(72)),
});

function useSetupForm() {
  const navigate = useNavigate();
  const { time_zone, currency, region } = useMemo(() => likelyDefaults(), []);
  const form = useForm({
    resolver: zodResolver(setup),
    defaultValues: {
      company_name: "",
      time_zone,
      currency,
      phone_region: region,
      full_name: "",
      email: "",
      password: "",
    },
  });
  const draft = useDraft("setup", form, { omit: ["password"] });
  const submit = form.handleSubmit(async (values) => {
    try {
      await client.POST("/api/v1/setup", { body: { ...values, locale: currentLanguage() } });
      draft.clear();
      forgetConfig();
      await (await authClient()).signInWithPassword({ email: values.email, password: values.password });
      await navigate({ to: "/", replace: true });
    } catch (error) {
      showApiError(form, error);
    }
  });
  return { form, submit };
}

/** An empty installation: names the company and makes its first admin. Works once. */
export function SetupPage() {
  const { t, i18n } = useTranslation(["setup", "auth"]);
  const { form, submit } = useSetupForm();
  const { control } = form;
  const zones = useMemo(() => timeZoneOptions(likelyDefaults().time_zone), []);
  return (
    <EntryLayout isWide title={t("title")} lead={t("lead")}>
      <form onSubmit={submit} noValidate className="grid gap-6">
        <fieldset className="grid gap-4 sm:grid-cols-[3fr_2fr]">
          <legend className="mb-3 font-semibold">{t("company.legend")}</legend>
          <FormField control={control} name="company_name">
            {(field) => (
              <TextField
                {...field}
                label={t("company.name")}
                autoComplete="organization"
                autoFocus
                className="sm:col-span-2"
              />
            )}
          </FormField>
          <FormField control={control} name="time_zone">
            {(field) => (
              <Combobox
                {...field}
                onChange={(zone) => field.onChange(zone ?? "")}
                options={zones}
                label={t("company.timeZone")}
                hint={t("company.timeZoneHint")}
                className="sm:col-span-2"
              />
            )}
          </FormField>
          <FormField control={control} name="currency">
            {(field) => <Select {...field} options={currencyOptions(i18n.language)} label={t("company.currency")} />}
          </FormField>
          <FormField control={control} name="phone_region">
            {(field) => <Select {...field} options={regionOptions(i18n.language)} label={t("company.region")} />}
          </FormField>
        </fieldset>
        <fieldset className="grid gap-4">
          <legend className="mb-3 font-semibold">{t("admin.legend")}</legend>
          <FormField control={control} name="full_name">
            {(field) => <TextField {...field} label={t("admin.name")} autoComplete="name" />}
          </FormField>
          <FormField control={control} name="email">
            {(field) => (
              <TextField {...field} type="email" inputMode="email" label={t("auth:email")} autoComplete="username" />
            )}
          </FormField>
          <FormField control={control} name="password">
            {(field) => (
              <PasswordField
                {...field}
                label={t("auth:password")}
                hint={t("auth:setPassword.hint")}
                autoComplete="new-password"
              />
            )}
          </FormField>
        </fieldset>
        <FormError form={form} />
        <Button type="submit" look="primary" size="lg" isPending={form.formState.isSubmitting}>
          {t("submit")}
        </Button>
      </form>
    </EntryLayout>
  );
}
