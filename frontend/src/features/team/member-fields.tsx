import type { Control } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { useMe } from "@/shared/api/me";
import { type Language, languages } from "@/shared/i18n";
import { requiredText } from "@/shared/lib/validation";
import { DatePicker } from "@/shared/ui/date-picker";
import { FormField } from "@/shared/ui/form";
import { PhoneField } from "@/shared/ui/phone-field";
import { Select } from "@/shared/ui/select";
import { TextField } from "@/shared/ui/text-field";

export const memberShape = {
  full_name: requiredText(200),
  phone: z.string().check(z.maxLength(40)),
  role: z.enum(["manager", "admin"]),
  hired_on: z.nullable(z.string()),
  locale: z.enum(["ru", "uk", "en"]),
};

export interface MemberValues {
  full_name: string;
  phone: string;
  role: "manager" | "admin";
  hired_on: string | null;
  locale: Language;
}

const languageOptions = Object.entries(languages).map(([id, label]) => ({ id: id as Language, label }));

/** What an admin says about a colleague, new or known: everything but the name and the address. */
export function MemberFields<T extends MemberValues>({ control }: { control: Control<T> }) {
  const { t } = useTranslation(["team", "crm"]);
  const region = useMe().company?.phone_region ?? "UA";
  // The fields stand in every form of this kind; the compiler cannot see that through the type parameter.
  const known = control as unknown as Control<MemberValues>;
  return (
    <>
      <FormField control={known} name="phone">
        {(field) => <PhoneField {...field} label={t("crm:contact.phone")} region={region} />}
      </FormField>
      <FormField control={known} name="role">
        {(field) => (
          <Select
            {...field}
            label={t("field.role")}
            options={(["manager", "admin"] as const).map((id) => ({
              id,
              label: t(`role.${id}`),
              hint: t(`roleHint.${id}`),
            }))}
          />
        )}
      </FormField>
      <FormField control={known} name="hired_on">
        {(field) => <DatePicker {...field} label={t("field.hiredOn")} />}
      </FormField>
      <FormField control={known} name="locale">
        {(field) => <Select {...field} label={t("field.locale")} options={languageOptions} />}
      </FormField>
    </>
  );
}

/** The name, first in both forms. */
export function NameField<T extends MemberValues>({
  control,
  autoFocus,
}: {
  control: Control<T>;
  autoFocus?: boolean;
}) {
  const { t } = useTranslation("team");
  const known = control as unknown as Control<MemberValues>;
  return (
    <FormField control={known} name="full_name">
      {(field) => <TextField {...field} label={t("field.name")} autoComplete="off" autoFocus={autoFocus} />}
    </FormField>
  );
}
