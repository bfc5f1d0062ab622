import { parseAbsolute, parseDate } from "@internationalized/date";
import { IconCalendar, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import {
  DatePicker as AriaDatePicker,
  type DatePickerProps as AriaProps,
  Button,
  type DateValue,
  Dialog,
  Group,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { Calendar } from "./calendar";
import { Segments } from "./date-segments";
import { FieldLabel, FieldNote, type FieldProps, fieldShape, groupShape } from "./field";
import { ListPopover } from "./list-popover";

export interface DatePickerProps extends FieldProps {
  /** A calendar day `2026-11-22`. */
  value: string | null;
  onChange: (value: string | null) => void;
  onBlur?: () => void;
  name?: string;
  min?: string;
  max?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  "aria-label"?: string;
}

/** A day without time, e.g. a hiring date. */
export function DatePicker({ value, onChange, min, max, ...props }: DatePickerProps) {
  return (
    <Picker
      {...props}
      value={value ? parseDate(value) : null}
      minValue={min ? parseDate(min) : undefined}
      maxValue={max ? parseDate(max) : undefined}
      onChange={(next) => onChange(next ? next.toString() : null)}
    />
  );
}

export interface DateTimePickerProps extends Omit<DatePickerProps, "value" | "min" | "max"> {
  /** An instant as the API has it: RFC 3339 in UTC. Shown and typed in the company's time zone. */
  value: string | null;
  min?: string;
}

/** A moment, e.g. when a task is due. */
export function DateTimePicker({ value, onChange, min, ...props }: DateTimePickerProps) {
  const { timeZone } = useFormat();
  return (
    <Picker
      {...props}
      granularity="minute"
      hideTimeZone
      value={value ? parseAbsolute(value, timeZone) : null}
      minValue={min ? parseAbsolute(min, timeZone) : undefined}
      placeholderValue={parseAbsolute(new Date().toISOString(), timeZone).set({
        hour: 10,
        minute: 0,
        second: 0,
        millisecond: 0,
      })}
      onChange={(next) => onChange(next ? next.toAbsoluteString() : null)}
    />
  );
}

type MappedDateValue<T extends DateValue> = Parameters<NonNullable<AriaProps<T>["onChange"]>>[0] & {};

interface PickerProps<T extends DateValue> extends FieldProps {
  value: T | null;
  onChange: (value: MappedDateValue<T> | null) => void;
  onBlur?: () => void;
  name?: string;
  minValue?: T;
  maxValue?: T;
  placeholderValue?: T;
  granularity?: "day" | "minute";
  hideTimeZone?: boolean;
  isRequired?: boolean;
  isDisabled?: boolean;
  "aria-label"?: string;
}

function Picker<T extends DateValue>({ label, hint, error, className = "", ...props }: PickerProps<T>) {
  return (
    <AriaDatePicker
      {...props}
      shouldForceLeadingZeros
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={`${fieldShape} ${className}`}
    >
      <FieldLabel isRequired={props.isRequired}>{label}</FieldLabel>
      <Group className={groupShape}>
        <Segments />
        {props.value && !props.isRequired ? <Clear onPress={() => props.onChange(null)} /> : null}
        <CalendarButton />
      </Group>
      <FieldNote hint={hint} error={error} />
      <CalendarPopover>
        <Calendar />
      </CalendarPopover>
    </AriaDatePicker>
  );
}

export function CalendarButton() {
  return (
    <Button className="mr-0.5 grid pointer-coarse:size-10 size-7 shrink-0 cursor-pointer place-items-center rounded-md text-ink-muted data-hovered:text-ink">
      <IconCalendar size={16} stroke={1.75} aria-hidden="true" />
    </Button>
  );
}

function Clear({ onPress }: { onPress: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      slot={null}
      onPress={onPress}
      aria-label={t("clear")}
      className="grid pointer-coarse:size-9 size-6 shrink-0 cursor-pointer place-items-center rounded-md text-ink-muted data-hovered:text-ink"
    >
      <IconX size={14} aria-hidden="true" />
    </Button>
  );
}

export function CalendarPopover({ children }: { children: ReactNode }) {
  return (
    <ListPopover className="min-w-0! p-1">
      <Dialog className="p-2 outline-none">{children}</Dialog>
    </ListPopover>
  );
}
