import { getRouteApi } from "@tanstack/react-router";
import { useIsAdmin, useMe } from "@/shared/api/me";
import { periodOf } from "./period";

export const route = getRouteApi("/_app/reports");

/** What every report is asked for by the address. A manager asks for himself: nobody else's figures are his to see. */
export function useAsked() {
  const search = route.useSearch();
  const me = useMe();
  const isAdmin = useIsAdmin();
  return { ...periodOf(search), manager: isAdmin ? search.manager : me.id, by: search.by };
}

export type Asked = ReturnType<typeof useAsked>;

/** Changes the address and stays where one is. */
export function useAddress() {
  const navigate = route.useNavigate();
  return (change: Parameters<typeof reduce>[1], options?: { push: boolean }) =>
    void navigate({ search: (before) => reduce(before, change), replace: !options?.push, resetScroll: false });
}

/** Nothing open: the rows of a figure, and whose, of what and of which days they are. */
export const closed = {
  rows: undefined,
  part: undefined,
  whose: undefined,
  source: undefined,
  channel: undefined,
  type: undefined,
  campaign: undefined,
  stage: undefined,
  reason: undefined,
  since: undefined,
  until: undefined,
};

/** Whose rows a figure opens, and of what; `since` and `until`: of other days than the page's. */
export interface Scope {
  whose?: string;
  source?: string;
  channel?: string;
  type?: string;
  campaign?: string;
  stage?: string;
  reason?: string;
  since?: string;
  until?: string;
}

/** Opens the rows behind a figure. */
export function useOpenRows() {
  const change = useAddress();
  return (metric: string, scope?: Scope) => change({ ...closed, rows: metric, ...scope }, { push: true });
}

const reduce = (before: ReturnType<typeof route.useSearch>, change: ReturnType<typeof route.useSearch>) => ({
  ...before,
  ...change,
});

// Live figures move with every lead; a look a minute is enough for reading.
export const lookAgain = (isLive: boolean | undefined) => (isLive ? 60_000 : false);
