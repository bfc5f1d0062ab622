import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { queryClient, type Schemas } from "@/shared/api/client";
import { storage } from "@/shared/lib/storage";
import { useFormat } from "@/shared/lib/use-format";
import { toast } from "@/shared/ui/toast";
import { todayQuery, useWork } from "@/shared/worktime/use-work";
import { breakSince } from "@/shared/worktime/work-state";

const asked = "smena.work.asked";

/**
 * Somebody uses Smena after he ended his work, or within a break: beats do not count then, so he is asked, once for each
 * end and each break, whether he is back. Nothing starts by itself.
 */
export function useResumeQuestion() {
  const { t } = useTranslation("crm");
  const { act } = useWork();
  const format = useFormat();
  const close = useRef<() => void>(undefined);
  return async (state: Schemas["WorkState"]["state"]) => {
    close.current?.();
    if (state !== "stopped" && state !== "break") return;
    const day = await queryClient.fetchQuery({ ...todayQuery, staleTime: 0 }).catch(() => undefined);
    const since = day && (state === "break" ? breakSince(day) : day.ended_at);
    if (!since || storage.get(asked) === since) return;
    storage.set(asked, since);
    const [words, action] = state === "break" ? (["onBreak", "back"] as const) : (["ended", "resume"] as const);
    close.current = toast(t(`work.ask.${words}`, { time: format.time(since) }), {
      description: t("work.ask.uncounted"),
      action: { label: t(`work.${action}`), run: () => act(action) },
      timeout: 0,
    });
  };
}
