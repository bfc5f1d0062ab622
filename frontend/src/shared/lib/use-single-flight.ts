import { useCallback, useRef } from "react";

/** Runs work one at a time: what is asked while it runs (a double press, Enter held down) is dropped. */
export function useSingleFlight() {
  const isBusy = useRef(false);
  return useCallback(async (work: () => Promise<void>) => {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      await work();
    } finally {
      isBusy.current = false;
    }
  }, []);
}
