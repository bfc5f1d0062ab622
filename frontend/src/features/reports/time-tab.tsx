import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { lookAgain, useAsked } from "./asked";
import { ActivityChart } from "./day-charts";
import { DayStrips } from "./day-strips";
import { FigureTiles } from "./figure-tiles";
import { FiguresTable } from "./figures-table";
import { Legend } from "./legend";
import { totalRow, useManagerRows } from "./managers-tab";
import { MonthMap } from "./month-map";
import { PeriodLine } from "./period-line";
import { whenHere } from "./report-state";

const tiles = ["presence_minutes", "active_minutes", "activity_rate", "adherence"];
const metrics = [
  "presence_minutes",
  "active_minutes",
  "activity_rate",
  "attested_minutes",
  "planned_minutes",
  "adherence",
  "utilisation",
  "late_minutes",
  "left_early_minutes",
];

/** When people worked, how much of it was work in Smena, and how it went by the plan. */
export function TimeTab() {
  const { by: _, ...asked } = useAsked();
  const report = api.useQuery(
    "get",
    "/api/v1/kpi/managers",
    { params: { query: asked } },
    { placeholderData: keepPreviousData, refetchInterval: ({ state }) => lookAgain(state.data?.period.live) },
  );
  const days = api.useQuery(
    "get",
    "/api/v1/kpi/days",
    { params: { query: asked } },
    { placeholderData: keepPreviousData },
  );
  return whenHere(report, (data) => (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <TimeFigures report={data} days={days.data} />
      <DayStrips period={data.period} manager={asked.manager} />
      <MonthMap period={data.period} manager={asked.manager} />
      {days.data && days.data.days.length > 1 ? <ActivityChart days={days.data.days} /> : null}
    </div>
  ));
}

interface TimeFiguresProps {
  report: Schemas["ManagersReport"];
  days: Schemas["DaysReport"] | undefined;
}

/** The figures alone: what a stored report holds of the time. */
export function TimeFigures({ report, days }: TimeFiguresProps) {
  const { t } = useTranslation("reports");
  const rows = useManagerRows(report.managers.filter(({ manager }) => manager));
  return (
    <>
      <PeriodLine period={report.period} />
      <FigureTiles
        period={report.period}
        metrics={tiles}
        figures={report.total.figures}
        before={report.total.before}
        trend={(metric) =>
          metric.endsWith("minutes") ? days?.days.map(({ values }) => values[metric] ?? 0) : undefined
        }
      />
      <FiguresTable
        title={t("tab.time")}
        nameHeader={t("manager")}
        metrics={metrics}
        rows={rows}
        total={totalRow(t("total"), report.total)}
        empty={{ title: t("empty.time"), text: t("empty.timeText") }}
      />
      <Legend />
    </>
  );
}
