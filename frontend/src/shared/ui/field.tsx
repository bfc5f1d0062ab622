import type { ReactNode } from "react";
import { FieldError, Label, Text } from "react-aria-components";

/** What every field of a form has in common. Without a visible label give `aria-label`. */
export interface FieldProps {
  label?: string;
  hint?: ReactNode;
  error?: string;
  className?: string;
}

export const fieldShape = "grid content-start gap-1.5";

export const labelShape = "font-medium text-ink-soft text-sm";

export const noteShape = { hint: "text-ink-muted text-xs", error: "text-bad text-xs" };

export const controlShape =
  "h-8 pointer-coarse:h-11 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-ink shadow-card -outline-offset-1 transition-colors data-disabled:bg-sunken data-disabled:text-ink-muted data-invalid:border-bad";

/** A frame around an input and its buttons; shows the focus of the input inside. */
export const groupShape =
  "flex h-8 pointer-coarse:h-11 w-full min-w-0 items-center rounded-md border border-line-strong bg-surface shadow-card data-disabled:bg-sunken data-invalid:border-bad data-focus-within:outline-2 data-focus-within:outline-accent data-focus-within:-outline-offset-1";

export const bareInputShape = "h-full min-w-0 flex-1 bg-transparent px-2.5 text-ink outline-none";

export function FieldLabel({ children, isRequired }: { children?: ReactNode; isRequired?: boolean }) {
  if (!children) return null;
  return (
    <Label className={labelShape}>
      {children}
      {isRequired ? (
        <span aria-hidden="true" className="text-ink-muted">
          {" *"}
        </span>
      ) : null}
    </Label>
  );
}

export function FieldNote({ hint, error }: Pick<FieldProps, "hint" | "error">) {
  return (
    <>
      {hint && !error ? (
        <Text slot="description" className={noteShape.hint}>
          {hint}
        </Text>
      ) : null}
      <FieldError className={noteShape.error}>{error}</FieldError>
    </>
  );
}
