import { api, queryClient, type Schemas } from "./client";

export type Me = Schemas["Me"];

export const meQuery = api.queryOptions("get", "/api/v1/me", undefined, { staleTime: 5 * 60_000 });

/** The person who is signed in; loaded before any screen behind the sign-in is shown. */
export const useMe = (): Me => api.useSuspenseQuery("get", "/api/v1/me", undefined, { staleTime: 5 * 60_000 }).data;

export const useIsAdmin = () => useMe().role === "admin";

/** Shows the profile as an edit answered it. */
export const keepMe = (me: Me) => queryClient.setQueryData(meQuery.queryKey, me);

/** The person from the cache, for code outside components. */
export const cachedMe = (): Me | undefined => queryClient.getQueryData(meQuery.queryKey);
