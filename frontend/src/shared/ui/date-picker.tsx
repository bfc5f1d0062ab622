import { lazy } from "react";
import type { DatePickerProps, DateTimePickerProps } from "./date-picker-parts";
import { LazyField } from "./lazy-field";

const parts = () => import("./date-picker-parts");
const DatePart = lazy(async () => ({ default: (await parts()).DatePicker }));
const DateTimePart = lazy(async () => ({ default: (await parts()).DateTimePicker }));

/** A day without time, e.g. a hiring date: `2026-11-22`. */
export function DatePicker(props: DatePickerProps) {
  return (
    <LazyField label={props.label} className={props.className}>
      <DatePart {...props} />
    </LazyField>
  );
}

/** A moment, e.g. when a task is due: RFC 3339 in UTC, shown and typed in the company's time zone. */
export function DateTimePicker(props: DateTimePickerProps) {
  return (
    <LazyField label={props.label} className={props.className}>
      <DateTimePart {...props} />
    </LazyField>
  );
}
