import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import type { Schemas } from "@/shared/api/client";
import { Segmented } from "@/shared/ui/segmented";

export type PeriodName = Schemas["Period"]["name"];

const periods = ["today", "week", "month"] as const satisfies readonly PeriodName[];
const known = <T extends string>(values: readonly T[]) => z.optional(z.catch(z.optional(z.enum(values)), undefined));

export const sortKeys = [
  "name",
  "started",
  "presence",
  "leads",
  "answered",
  "conversion",
  "won",
  "sales",
  "load",
] as const;

export const dashboardSearch = z.object({
  period: known(periods),
  sort: known(sortKeys),
  dir: known(["asc", "desc"] as const),
});

const route = getRouteApi("/_app/");

/** The period in the address; this month without one. */
export const usePeriod = (): PeriodName => route.useSearch().period ?? "month";

export function PeriodSwitch() {
  const { t } = useTranslation("dashboard");
  const navigate = route.useNavigate();
  return (
    <Segmented
      label={t("period.label")}
      options={periods.map((id) => ({ id, label: t(`period.${id}`) }))}
      value={usePeriod()}
      onChange={(period) =>
        void navigate({ search: (search) => ({ ...search, period }), replace: true, resetScroll: false })
      }
    />
  );
}
