import type { Ref } from "react";
import { NumberField as AriaNumberField, Group, Input } from "react-aria-components";
import { currencyDigits, toMajor, toMinor } from "@/shared/lib/money";
import { useFormat } from "@/shared/lib/use-format";
import { bareInputShape, FieldLabel, FieldNote, type FieldProps, fieldShape, groupShape } from "./field";

export interface NumberFieldProps extends FieldProps {
  value: number | null;
  onChange: (value: number | null) => void;
  onBlur?: () => void;
  ref?: Ref<HTMLInputElement>;
  name?: string;
  min?: number;
  max?: number;
  step?: number;
  isRequired?: boolean;
  isDisabled?: boolean;
  placeholder?: string;
  formatOptions?: Intl.NumberFormatOptions;
  "aria-label"?: string;
}

export function NumberField({
  label,
  hint,
  error,
  className = "",
  value,
  onChange,
  ref,
  min,
  max,
  placeholder,
  ...props
}: NumberFieldProps) {
  return (
    <AriaNumberField
      {...props}
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      minValue={min}
      maxValue={max}
      isWheelDisabled
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={`${fieldShape} ${className}`}
    >
      <FieldLabel isRequired={props.isRequired}>{label}</FieldLabel>
      <Group className={groupShape} isInvalid={Boolean(error)}>
        <Input ref={ref} placeholder={placeholder} className={`${bareInputShape} tabular`} />
      </Group>
      <FieldNote hint={hint} error={error} />
    </AriaNumberField>
  );
}

export interface MoneyFieldProps extends Omit<NumberFieldProps, "formatOptions" | "min" | "max" | "step"> {
  /** ISO code; the company's currency when left out. */
  currency?: string;
}

/** An amount: `value` is an integer of minor units, people see major units with the currency's sign. */
export function MoneyField({ value, onChange, currency, ...props }: MoneyFieldProps) {
  const format = useFormat();
  const code = currency ?? format.currency;
  return (
    <NumberField
      {...props}
      min={0}
      value={value === null ? null : toMajor(value, code)}
      onChange={(next) => onChange(next === null ? null : toMinor(next, code))}
      formatOptions={{
        style: "currency",
        currency: code,
        currencyDisplay: "narrowSymbol",
        minimumFractionDigits: 0,
        maximumFractionDigits: currencyDigits(code),
      }}
    />
  );
}
