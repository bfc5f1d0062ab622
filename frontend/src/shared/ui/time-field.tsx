import { lazy } from "react";
import { LazyField } from "./lazy-field";
import type { TimeFieldProps } from "./time-field-parts";

const TimePart = lazy(async () => ({ default: (await import("./time-field-parts")).TimeField }));

/** A time of day of the company, e.g. when a shift begins: `09:30`. */
export function TimeField(props: TimeFieldProps) {
  return (
    <LazyField label={props.label} className={props.className}>
      <TimePart {...props} />
    </LazyField>
  );
}
