import { type ReactNode, useSyncExternalStore } from "react";
import { UNSTABLE_ToastQueue as ToastQueue } from "react-aria-components";
import { errorText } from "@/shared/api/errors";

export interface ToastMessage {
  title: string;
  description?: ReactNode;
  tone?: "good" | "bad";
  action?: { label: string; run: () => void };
}

/** What `toast-region.tsx` shows; that part comes with the first message. */
export const toastQueue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 });

const readingTime = 6000;

interface ToastOptions extends Omit<ToastMessage, "title"> {
  /** Milliseconds; 0 keeps it until it is closed. */
  timeout?: number;
}

/** Says what has happened. Returns a function that takes the message away. */
export function toast(title: string, { timeout = readingTime, ...rest }: ToastOptions = {}) {
  const key = toastQueue.add({ title, ...rest }, { timeout: timeout || undefined });
  return () => toastQueue.close(key);
}

/** An action that was done and can be taken back: `toastUndo(t("moved"), () => move(back), t("common:undo"))`. */
export function toastUndo(title: string, undo: () => void, label: string) {
  return toast(title, { action: { label, run: undo }, timeout: 8000 });
}

/** What the API refused, in its own words. */
export const toastError = (error: unknown) => toast(errorText(error), { tone: "bad", timeout: 9000 });

const subscribe = (listener: () => void) => toastQueue.subscribe(listener);

/** Whether there is something to show now. */
export const useHasToasts = () => useSyncExternalStore(subscribe, () => toastQueue.visibleToasts.length > 0);
