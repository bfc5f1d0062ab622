import { parseTime } from "@internationalized/date";
import { TimeField as AriaTimeField, Group } from "react-aria-components";
import { Segments } from "./date-segments";
import { FieldLabel, FieldNote, type FieldProps, fieldShape, groupShape } from "./field";

export interface TimeFieldProps extends FieldProps {
  /** A time of day `09:30`. */
  value: string | null;
  onChange: (value: string | null) => void;
  isDisabled?: boolean;
  "aria-label"?: string;
}

export function TimeField({ label, hint, error, className = "", value, onChange, ...props }: TimeFieldProps) {
  return (
    <AriaTimeField
      {...props}
      value={value ? parseTime(value) : null}
      onChange={(next) => onChange(next ? next.toString().slice(0, 5) : null)}
      granularity="minute"
      hourCycle={24}
      shouldForceLeadingZeros
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={`${fieldShape} ${className}`}
    >
      <FieldLabel>{label}</FieldLabel>
      <Group className={groupShape}>
        <Segments />
      </Group>
      <FieldNote hint={hint} error={error} />
    </AriaTimeField>
  );
}
