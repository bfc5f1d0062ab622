import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useIsAdmin } from "@/shared/api/me";
import { PersonName } from "@/shared/crm/people";
import { lookAgain, useAsked } from "./asked";
import { DayCharts } from "./day-charts";
import { tookFigure } from "./figure";
import { FigureTiles } from "./figure-tiles";
import { type FiguresRow, FiguresTable } from "./figures-table";
import { HourlyResults } from "./hourly-results";
import { Legend } from "./legend";
import { PeriodLine } from "./period-line";
import { whenHere } from "./report-state";

const tiles = ["sales", "deals_won", "conversion", "sla"];
const metrics = [
  "leads",
  "sla",
  "reaction_lag",
  "conversion",
  "deals_won",
  "win_rate",
  "sales",
  "avg_deal",
  "sales_per_hour",
];

/** Sales, leads and answers, a row for each manager. */
export function ManagersTab() {
  const asked = useAsked();
  const report = api.useQuery(
    "get",
    "/api/v1/kpi/managers",
    { params: { query: asked } },
    { placeholderData: keepPreviousData, refetchInterval: ({ state }) => lookAgain(state.data?.period.live) },
  );
  const { by: _, ...ofDays } = asked;
  const days = api.useQuery(
    "get",
    "/api/v1/kpi/days",
    { params: { query: ofDays } },
    { placeholderData: keepPreviousData },
  );
  return whenHere(report, (data) => <ManagersView report={data} days={days.data} />);
}

interface ManagersViewProps {
  report: Schemas["ManagersReport"];
  days: Schemas["DaysReport"] | undefined;
}

/** The same of a stored report. */
export function ManagersView({ report, days }: ManagersViewProps) {
  const { t } = useTranslation("reports");
  const isAdmin = useIsAdmin();
  const rows = useManagerRows(report.managers);
  // Shares are not made day by day.
  const isDaily = (metric: string) => days?.days.some(({ values }) => metric in values);
  const trend = (metric: string) => (isDaily(metric) ? days?.days.map(({ values }) => values[metric] ?? 0) : undefined);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PeriodLine period={report.period} />
      <FigureTiles
        period={report.period}
        metrics={tiles}
        figures={report.total.figures}
        before={report.total.before}
        trend={trend}
      />
      <FiguresTable
        title={t("tab.managers")}
        nameHeader={t("manager")}
        metrics={metrics}
        strong="sales"
        rows={rows}
        total={totalRow(t("total"), report.total)}
        empty={{ title: t("empty.managers"), text: t("empty.managersText") }}
      />
      <Legend />
      {days ? <DayCharts days={days} /> : null}
      <HourlyResults report={report} isOwn={!isAdmin} />
    </div>
  );
}

/** The rows of all managers; what nobody has owned comes last, without a name of its own. */
export function useManagerRows(managers: Schemas["ManagersReport"]["managers"]): FiguresRow[] {
  const { t } = useTranslation("reports");
  return managers.map(({ manager, active, figures, times }) => ({
    id: manager?.id ?? nobody,
    name: manager?.full_name ?? t("nobody"),
    label: manager ? (
      <span className={`block min-w-0 ${active ? "" : "text-ink-muted"}`} title={active ? undefined : t("former")}>
        <PersonName person={manager} size={24} />
      </span>
    ) : (
      <span className="text-ink-muted">{t("nobody")}</span>
    ),
    figure: (metric) => figures[metric] ?? (times[metric] && tookFigure(times[metric])),
    scope: { whose: manager?.id ?? nobody },
  }));
}

// As the API knows what nobody has owned.
const nobody = "00000000-0000-0000-0000-000000000000";

export const totalRow = (
  name: string,
  total: Pick<Schemas["TimedTotals"], "figures"> & { times?: Schemas["TimedTotals"]["times"] },
): FiguresRow => ({
  id: "total",
  name,
  label: name,
  figure: (metric) => total.figures[metric] ?? (total.times?.[metric] && tookFigure(total.times[metric])),
});
