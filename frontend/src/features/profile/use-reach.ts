import { api, invalidate, queryClient, type Schemas } from "@/shared/api/client";
import { toastError } from "@/shared/ui/toast";

export type Reach = Schemas["DeliverySettings"];
export type Kind = Schemas["KindWays"];
export type Way = "in_app" | "email" | "telegram";
export type Channel = "email" | "telegram";

const path = "/api/v1/notification-settings";
const { queryKey } = api.queryOptions("get", path);
const keep = (reach: Reach) => queryClient.setQueryData(queryKey, reach);
const change = (edit: (reach: Reach) => Reach) => {
  const now = queryClient.getQueryData<Reach>(queryKey);
  if (now) keep(edit(now));
};
// A switch answers at once; what the server refuses goes back.
const settle = {
  onSuccess: keep,
  onError: (error: unknown) => {
    toastError(error);
    void invalidate(path);
  },
};

/** How a person is reached; each change is kept at once. */
export function useReach() {
  const query = api.useQuery("get", path);
  const ways = api.useMutation("patch", `${path}/kinds/{kind}`, settle);
  const rest = api.useMutation("patch", path, settle);
  const gone = api.useMutation("delete", `${path}/telegram`, settle);
  return {
    ...query,
    choose: ({ kind }: Kind, way: Way, isOn: boolean) => {
      change((reach) => ({
        ...reach,
        kinds: reach.kinds.map((row) => (row.kind === kind ? { ...row, [way]: isOn } : row)),
      }));
      ways.mutate({ params: { path: { kind } }, body: { [way]: isOn } });
    },
    set: (body: { quiet_hours?: boolean; digest_at?: string | null }) => {
      change((reach) => ({ ...reach, ...body }));
      rest.mutate({ body });
    },
    disconnect: () => gone.mutate({}),
    isDisconnecting: gone.isPending,
  };
}
