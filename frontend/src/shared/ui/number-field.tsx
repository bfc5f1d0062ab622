import { lazyPart } from "@/shared/lib/lazy-part";

import { LazyField } from "./lazy-field";
import type { MoneyFieldProps, NumberFieldProps } from "./number-field-parts";

const parts = () => import("./number-field-parts");
const NumberPart = lazyPart(async () => (await parts()).NumberField);
const MoneyPart = lazyPart(async () => (await parts()).MoneyField);

export function NumberField(props: NumberFieldProps) {
  return (
    <LazyField label={props.label} className={props.className}>
      <NumberPart {...props} />
    </LazyField>
  );
}

/** An amount: `value` is an integer of minor units, people see major units with the currency's sign. */
export function MoneyField(props: MoneyFieldProps) {
  return (
    <LazyField label={props.label} className={props.className}>
      <MoneyPart {...props} />
    </LazyField>
  );
}
