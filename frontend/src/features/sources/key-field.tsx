import type { UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { Checkbox } from "@/shared/ui/checkbox";
import { FormField } from "@/shared/ui/form";
import { PasswordField } from "@/shared/ui/password-field";
import { TextField } from "@/shared/ui/text-field";
import type { KeyValues } from "./keys-form";
import { providerOf } from "./provider";
import { useChannelWords } from "./use-channels";

interface KeyFieldProps {
  form: UseFormReturn<KeyValues>;
  field: Schemas["SetupField"];
  adapter: string;
  /** The vendor takes the keys no more: what is kept is no help. */
  isLost: boolean;
}

/** One thing to fill in, named and explained by the channel's words. */
export function KeyField({ form, field, adapter, isLost }: KeyFieldProps) {
  const { t } = useTranslation(["sources", "channels"]);
  const { label, hint } = useChannelWords(adapter).field(field.name);
  const provider = providerOf(field.kind === "email" ? form.watch(field.name) : "");
  const shown = provider ? t(`channels:email.provider.${provider}`) : hint;
  return (
    <FormField control={form.control} name={field.name}>
      {(bound) =>
        field.kind === "switch" ? (
          <Checkbox value={bound.value === "true"} onChange={(on) => bound.onChange(String(on))}>
            {label}
          </Checkbox>
        ) : field.kind === "secret" ? (
          <PasswordField
            {...bound}
            label={label}
            hint={field.kept && !isLost ? t("keys.kept") : field.default ? undefined : shown}
            placeholder={field.kept && !isLost ? "••••••••" : undefined}
            isRequired={field.required && !field.kept}
            autoComplete="off"
          />
        ) : (
          <TextField
            {...bound}
            label={label}
            hint={shown}
            isRequired={field.required}
            type={field.kind === "email" ? "email" : "text"}
            inputMode={field.kind === "number" ? "numeric" : undefined}
            autoComplete="off"
          />
        )
      }
    </FormField>
  );
}
