import { parseDate } from "@internationalized/date";
import { DateRangePicker, Group } from "react-aria-components";
import { RangeCalendar } from "./calendar";
import { CalendarButton, CalendarPopover } from "./date-picker-parts";
import { Segments } from "./date-segments";
import { FieldLabel, FieldNote, type FieldProps, fieldShape, groupShape } from "./field";

export interface DayRange {
  /** First and last day, both included: `2026-11-01`. */
  from: string;
  to: string;
}

export interface DateRangeProps extends FieldProps {
  value: DayRange | null;
  onChange: (value: DayRange | null) => void;
  min?: string;
  max?: string;
  isDisabled?: boolean;
  "aria-label"?: string;
}

export function DateRange({ label, hint, error, className = "", value, onChange, min, max, ...props }: DateRangeProps) {
  return (
    <DateRangePicker
      {...props}
      value={value ? { start: parseDate(value.from), end: parseDate(value.to) } : null}
      onChange={(next) => onChange(next ? { from: next.start.toString(), to: next.end.toString() } : null)}
      minValue={min ? parseDate(min) : undefined}
      maxValue={max ? parseDate(max) : undefined}
      shouldForceLeadingZeros
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={`${fieldShape} ${className}`}
    >
      <FieldLabel>{label}</FieldLabel>
      <Group className={`${groupShape} gap-1 pl-2.5`}>
        <Segments slot="start" />
        <span aria-hidden="true" className="text-ink-muted">
          –
        </span>
        <Segments slot="end" />
        <span className="flex-1" />
        <CalendarButton />
      </Group>
      <FieldNote hint={hint} error={error} />
      <CalendarPopover>
        <RangeCalendar />
      </CalendarPopover>
    </DateRangePicker>
  );
}
