import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import { errorText } from "@/shared/api/errors";

interface ToastMessage {
  title: string;
  description?: ReactNode;
  tone?: "good" | "bad";
  action?: { label: string; run: () => void };
}

const queue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 });
const readingTime = 6000;

interface ToastOptions extends Omit<ToastMessage, "title"> {
  /** Milliseconds; 0 keeps it until it is closed. */
  timeout?: number;
}

/** Says what has happened. Returns a function that takes the message away. */
export function toast(title: string, { timeout = readingTime, ...rest }: ToastOptions = {}) {
  const key = queue.add({ title, ...rest }, { timeout: timeout || undefined });
  return () => queue.close(key);
}

/** An action that was done and can be taken back: `toastUndo(t("deals:moved"), () => move(back))`. */
export function toastUndo(title: string, undo: () => void, label: string) {
  return toast(title, { action: { label, run: undo }, timeout: 8000 });
}

/** What the API refused, in its own words. */
export const toastError = (error: unknown) => toast(errorText(error), { tone: "bad", timeout: 9000 });

export function Toasts() {
  const { t } = useTranslation();
  return (
    <ToastRegion
      queue={queue}
      className="fixed inset-x-4 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-50 flex flex-col-reverse items-center gap-2 outline-none lg:bottom-6"
    >
      {({ toast: item }) => (
        <Toast
          toast={item}
          className="flex w-fit max-w-full animate-appear items-center gap-2 rounded-lg bg-ink py-1 pr-1 pl-3 text-surface shadow-pop sm:max-w-md"
        >
          {item.content.tone === "good" ? <IconCheck size={16} className="shrink-0" aria-hidden="true" /> : null}
          {item.content.tone === "bad" ? <IconAlertTriangle size={16} className="shrink-0" aria-hidden="true" /> : null}
          <ToastContent className="grid min-w-0 py-1.5">
            <Text slot="title" className="font-medium">
              {item.content.title}
            </Text>
            {item.content.description ? (
              <Text slot="description" className="text-sm opacity-80">
                {item.content.description}
              </Text>
            ) : null}
          </ToastContent>
          {item.content.action ? (
            <AriaButton
              onPress={() => {
                item.content.action?.run();
                queue.close(item.key);
              }}
              className="h-8 pointer-coarse:h-11 shrink-0 cursor-pointer rounded-md px-2.5 font-semibold underline-offset-2 outline-surface! -outline-offset-2! data-hovered:underline"
            >
              {item.content.action.label}
            </AriaButton>
          ) : null}
          <AriaButton
            slot="close"
            aria-label={t("close")}
            className="grid pointer-coarse:size-11 size-8 shrink-0 cursor-pointer place-items-center rounded-md opacity-70 outline-surface! -outline-offset-2! data-hovered:opacity-100"
          >
            <IconX size={16} aria-hidden="true" />
          </AriaButton>
        </Toast>
      )}
    </ToastRegion>
  );
}
