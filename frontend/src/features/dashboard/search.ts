import type { Schemas } from "@/shared/api/client";
import { oneOf, openId, searchOf } from "@/shared/lib/search";

export type PeriodName = Schemas["Period"]["name"];

export const periods = ["today", "week", "month"] as const satisfies readonly PeriodName[];

export const sortKeys = [
  "name",
  "started",
  "presence",
  "active",
  "leads",
  "answered",
  "conversion",
  "won",
  "sales",
  "load",
] as const;

export const dashboardSearch = searchOf({
  period: oneOf(periods),
  sort: oneOf(sortKeys),
  dir: oneOf(["asc", "desc"] as const),
  /** Whose day is open. */
  open: openId,
});
