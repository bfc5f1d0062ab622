import { day, oneOf, searchOf, text, uuid } from "@/shared/lib/search";
import type { PeriodName } from "./types";

export const tabs = ["managers", "time", "sources", "funnel", "compare", "ready"] as const;
export type TabName = (typeof tabs)[number];

export const presets = [
  "today",
  "yesterday",
  "week",
  "last_week",
  "month",
  "last_month",
  "quarter",
  "last_quarter",
] as const satisfies readonly PeriodName[];

export const reportsSearch = searchOf({
  tab: oneOf(tabs),
  period: oneOf(presets),
  // Days of one's own, both included; they win over `period`.
  from: day,
  to: day,
  manager: uuid,
  by: oneOf(["current"]),
  // The report of sources: by what they are connected as, or by channel, type and campaign.
  split: oneOf(["origins"]),
  sort: text,
  dir: oneOf(["asc", "desc"]),
  // The day whose strips are drawn.
  day,
  // The figure whose rows are open: its key, and whose.
  rows: text,
  part: oneOf(["denominator"]),
  whose: uuid,
  source: uuid,
  // Of clients of this origin; an empty one: without.
  channel: text,
  type: text,
  campaign: text,
  stage: uuid,
  reason: text,
  // Of other days than the page's: both included.
  since: day,
  until: day,
  // A stored report, or the kind of those in the list.
  report: uuid,
  kind: oneOf(["daily", "weekly", "monthly"]),
});

export type ReportsSearch = ReturnType<typeof reportsSearch>;
