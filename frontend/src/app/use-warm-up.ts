import { useEffect } from "react";

// What must be there when the network is not: a message about it, the sign-in over the page, the fields of a form.
const pieces = [
  () => import("@/shared/ui/toast-region"),
  () => import("./session-dialog"),
  () => import("@/shared/ui/combobox-parts"),
  () => import("@/shared/ui/date-picker-parts"),
  () => import("@/shared/ui/number-field-parts"),
];

const afterFirstScreen = 2500;

/** Fetches code that screens open without, once the first one stands. */
export function useWarmUp() {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const load of pieces) load().catch(() => undefined);
    }, afterFirstScreen);
    return () => clearTimeout(timer);
  }, []);
}
