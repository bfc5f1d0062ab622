import { lazyPart } from "@/shared/lib/lazy-part";
import { useFormat } from "@/shared/lib/use-format";
import type { DatePickerProps, DateTimePickerProps } from "./date-picker-parts";
import { LazyField } from "./lazy-field";

const parts = () => import("./date-picker-parts");
const DatePart = lazyPart(async () => (await parts()).DatePicker);
const DateTimePart = lazyPart(async () => (await parts()).DateTimePicker);

/** A day without time, e.g. a hiring date: `2026-11-22`. */
export function DatePicker(props: DatePickerProps) {
  const format = useFormat();
  return (
    <LazyField
      label={props.label}
      className={props.className}
      text={props.value ? format.numericDate(`${props.value}T12:00:00Z`) : ""}
    >
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
