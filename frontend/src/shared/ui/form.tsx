import type { ReactElement, ReactNode } from "react";
import {
  type Control,
  Controller,
  type FieldPath,
  type FieldPathValue,
  type FieldValues,
  type RefCallBack,
  type UseFormReturn,
} from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "./button";

interface FieldBinding<Value> {
  name: string;
  value: Value;
  onChange: (value: Value) => void;
  onBlur: () => void;
  ref: RefCallBack;
  error?: string;
}

interface FormFieldProps<T extends FieldValues, Name extends FieldPath<T>> {
  control: Control<T>;
  name: Name;
  children: (field: FieldBinding<FieldPathValue<T, Name>>) => ReactElement;
}

/** Binds a field of this folder to a form: `<FormField ...>{(field) => <TextField {...field} label=... />}</FormField>`. */
export function FormField<T extends FieldValues, Name extends FieldPath<T>>({
  control,
  name,
  children,
}: FormFieldProps<T, Name>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => children({ ...field, error: fieldState.error?.message })}
    />
  );
}

/** What was wrong with the whole form, above its buttons. */
export function FormError<T extends FieldValues>({ form }: { form: UseFormReturn<T> }) {
  const message = form.formState.errors.root?.message;
  return <FormAlert>{message}</FormAlert>;
}

export function FormAlert({ children }: { children?: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad text-sm">
      {children}
    </p>
  );
}

/** Says that the form shows input of an earlier visit, with a way to drop it. */
export function DraftNotice({ draft }: { draft: { isRestored: boolean; discard: () => void } }) {
  const { t } = useTranslation();
  if (!draft.isRestored) return null;
  return (
    <div
      role="status"
      className="flex items-center gap-2 rounded-md bg-accent-soft py-1 pr-1 pl-3 text-accent-ink text-sm"
    >
      <span className="flex-1">{t("draft.restored")}</span>
      <Button look="ghost" onPress={draft.discard}>
        {t("draft.discard")}
      </Button>
    </div>
  );
}
