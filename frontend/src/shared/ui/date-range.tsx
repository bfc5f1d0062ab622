import { lazyPart } from "@/shared/lib/lazy-part";

import type { DateRangeProps } from "./date-range-parts";
import { LazyField } from "./lazy-field";

export type { DayRange } from "./date-range-parts";

const Part = lazyPart(async () => (await import("./date-range-parts")).DateRange);

/** A period of whole days, both ends included. */
export function DateRange(props: DateRangeProps) {
  return (
    <LazyField label={props.label} className={props.className}>
      <Part {...props} />
    </LazyField>
  );
}
