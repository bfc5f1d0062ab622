import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import { toastQueue } from "./toast";

/** Where messages appear: above the phone's bar and above a page's own foot, at the bottom of a desktop. */
export function Toasts() {
  const { t } = useTranslation();
  return (
    <ToastRegion
      queue={toastQueue}
      className="fixed inset-x-4 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-50 flex flex-col-reverse items-center gap-2 outline-none max-md:in-[body:has([data-foot])]:bottom-[calc(11.5rem+env(safe-area-inset-bottom))] md:in-[body:has([data-foot])]:bottom-20 lg:bottom-6"
    >
      {({ toast: item }) => (
        <Toast
          toast={item}
          className="flex w-fit max-w-full animate-appear items-center gap-2 rounded-lg bg-ink py-1 pr-1 pl-3 text-surface shadow-pop sm:max-w-md"
        >
          {item.content.tone === "good" ? <IconCheck size={16} className="shrink-0" aria-hidden="true" /> : null}
          {item.content.tone === "bad" ? <IconAlertTriangle size={16} className="shrink-0" aria-hidden="true" /> : null}
          <ToastContent className="grid min-w-0 py-1.5 [overflow-wrap:anywhere]">
            <Text slot="title" className="font-medium">
              {item.content.title}
            </Text>
            {item.content.description ? (
              <Text slot="description" className="line-clamp-3 text-sm opacity-80">
                {item.content.description}
              </Text>
            ) : null}
          </ToastContent>
          {item.content.action ? (
            <AriaButton
              onPress={() => {
                item.content.action?.run();
                toastQueue.close(item.key);
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
