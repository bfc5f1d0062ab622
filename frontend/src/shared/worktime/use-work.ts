import { IconCoffee, IconLogout2, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client, invalidate } from "@/shared/api/client";
import { toast, toastError } from "@/shared/ui/toast";
import { type WorkAction, workActions } from "./work-state";

const calls: Record<WorkAction, () => Promise<unknown>> = {
  start: () => client.POST("/api/v1/worktime/start"),
  resume: () => client.POST("/api/v1/worktime/start"),
  break: () => client.POST("/api/v1/worktime/break"),
  back: () => client.POST("/api/v1/worktime/break/end"),
  stop: () => client.POST("/api/v1/worktime/stop"),
};

export const workIcons = {
  start: IconPlayerPlay,
  resume: IconPlayerPlay,
  break: IconCoffee,
  back: IconPlayerPlay,
  stop: IconLogout2,
};

/** What shows somebody's day. */
export const refreshWork = () => invalidate("/api/v1/worktime", "/api/v1/dashboard", "/api/v1/team");

export const todayQuery = api.queryOptions("get", "/api/v1/worktime/today", undefined, { staleTime: 60_000 });

/** One's own day; presence grows by the clock alone. */
export const useToday = () =>
  api.useQuery("get", "/api/v1/worktime/today", undefined, { staleTime: 60_000, refetchInterval: 60_000 }).data;

/** Break, back, end of work: what can be done now, and doing it. The end can be taken back. */
export function useWork() {
  const { t } = useTranslation("crm");
  const day = useToday();
  const { mutate, isPending, variables } = useMutation({
    mutationFn: (action: WorkAction) => calls[action](),
    onSuccess: (_, action) => {
      if (action !== "stop") return;
      toast(t("work.stopped"), { tone: "good", action: { label: t("work.resume"), run: () => mutate("resume") } });
    },
    onError: toastError,
    onSettled: refreshWork,
  });
  const actions = day ? workActions(day) : [];
  return { day, actions, act: (action: WorkAction) => mutate(action), pending: isPending ? variables : null };
}

/** What shows plans, and the days measured against them. */
export const refreshPlan = () =>
  invalidate("/api/v1/schedule", "/api/v1/worktime", "/api/v1/dashboard", "/api/v1/team", "/api/v1/kpi");
