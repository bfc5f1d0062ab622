import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { ApiError, errorText } from "@/shared/api/errors";

/**
 * Puts what the API refused where the person can see it: at the named fields, else at the form's root
 * (show it with `<FormError form={form} />`).
 */
export function showApiError<T extends FieldValues>(form: UseFormReturn<T>, error: unknown) {
  // The dialog over the page says that the session has ended, and what was typed waits under it.
  if (error instanceof ApiError && error.status === 401) return;
  const fields = error instanceof ApiError ? error.fields : {};
  const known = Object.entries(fields).filter(([name]) => name in form.getValues());
  for (const [index, [name, message]] of known.entries()) {
    form.setError(name as FieldPath<T>, { type: "server", message }, { shouldFocus: index === 0 });
  }
  if (known.length === 0) form.setError("root", { type: "server", message: errorText(error) });
}
