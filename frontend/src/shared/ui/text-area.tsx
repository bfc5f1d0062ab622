import type { KeyboardEvent, Ref } from "react";
import {
  type TextFieldProps as AriaProps,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
} from "react-aria-components";
import { FieldLabel, FieldNote, type FieldProps, fieldShape } from "./field";

export interface TextAreaProps extends Omit<AriaProps, "className" | "children">, FieldProps {
  ref?: Ref<HTMLTextAreaElement>;
  placeholder?: string;
  rows?: number;
  /** Ctrl/⌘ + Enter. */
  onSubmit?: () => void;
}

/** Grows with its text up to 16 lines. */
export function TextArea({
  label,
  hint,
  error,
  className = "",
  ref,
  placeholder,
  rows = 3,
  onSubmit,
  ...props
}: TextAreaProps) {
  const submit = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <AriaTextField
      {...props}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={`${fieldShape} ${className}`}
    >
      <FieldLabel isRequired={props.isRequired}>{label}</FieldLabel>
      <AriaTextArea
        ref={ref}
        rows={rows}
        placeholder={placeholder}
        onKeyDown={onSubmit ? submit : undefined}
        className="field-sizing-content max-h-84 min-h-16 w-full resize-none rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-ink shadow-card -outline-offset-1 data-invalid:border-bad data-disabled:bg-sunken"
      />
      <FieldNote hint={hint} error={error} />
    </AriaTextField>
  );
}
