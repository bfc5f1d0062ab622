import { api, invalidate, queryClient } from "@/shared/api/client";
import { toastError } from "@/shared/ui/toast";
import type { Stage } from "./stage-order";

export const refreshStages = () =>
  invalidate("/api/v1/stages", "/api/v1/deals", "/api/v1/clients", "/api/v1/dashboard");

const list = api.queryOptions("get", "/api/v1/stages", {});

/** Puts the stages in another order: seen at once, taken back when the server refuses. */
export function useOrderStages(stages: Stage[]) {
  const save = api.useMutation("put", "/api/v1/stages/order", { onError: toastError, onSettled: refreshStages });
  return (next: Stage[]) => {
    if (next.every(({ id }, place) => id === stages[place]?.id)) return;
    queryClient.setQueryData(list.queryKey, { items: next });
    save.mutate({ body: { stage_ids: next.map(({ id }) => id) } });
  };
}
