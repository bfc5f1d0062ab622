import type { ComponentType } from "react";
import { lazyPart } from "@/shared/lib/lazy-part";
import type { ComboboxProps } from "./combobox-parts";
import { LazyField } from "./lazy-field";

const Part = lazyPart(async () => (await import("./combobox-parts")).Combobox);

/** One of many choices, found by typing. */
export function Combobox<Id extends string>(props: ComboboxProps<Id>) {
  // A lazy component forgets that it is generic.
  const Typed = Part as unknown as ComponentType<ComboboxProps<Id>>;
  return (
    <LazyField label={props.label} className={props.className}>
      <Typed {...props} />
    </LazyField>
  );
}
