import { useSyncExternalStore } from "react";

/** Whether a media query matches, e.g. `(width >= 64rem)`. Prefer CSS; this is for what CSS cannot do. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => window.matchMedia(query).matches,
  );
}

/** The width from which the sidebar stands and details open beside the list. */
export const useIsDesktop = () => useMedia("(width >= 64rem)");

/** The width from which lists are tables; below it they are cards. */
export const useIsTable = () => useMedia("(width >= 48rem)");
