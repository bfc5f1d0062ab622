import type { ReactNode, Ref } from "react";
import { type TextFieldProps as AriaProps, TextField as AriaTextField, Group, Input } from "react-aria-components";
import { bareInputShape, FieldLabel, FieldNote, type FieldProps, fieldShape, groupShape } from "./field";

export interface TextFieldProps extends Omit<AriaProps, "className" | "children">, FieldProps {
  ref?: Ref<HTMLInputElement>;
  placeholder?: string;
  /** A button or a unit inside the frame, at its end. */
  end?: ReactNode;
}

export function TextField({ label, hint, error, className = "", ref, placeholder, end, ...props }: TextFieldProps) {
  return (
    <AriaTextField
      {...props}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={`${fieldShape} ${className}`}
    >
      <FieldLabel isRequired={props.isRequired}>{label}</FieldLabel>
      <Group className={groupShape} isInvalid={Boolean(error)} isDisabled={props.isDisabled}>
        <Input ref={ref} placeholder={placeholder} className={bareInputShape} />
        {end}
      </Group>
      <FieldNote hint={hint} error={error} />
    </AriaTextField>
  );
}
