import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Panel } from "@/shared/ui/page";
import { lookAgain, useAsked } from "./asked";
import { Explain } from "./explain";
import { changeOf, isLowerBound } from "./figure";
import { FigureCell } from "./figure-cell";
import { shiftDay } from "./period";
import { PeriodLine, useDayRange } from "./period-line";
import { whenHere } from "./report-state";
import { dash, type Period } from "./types";

// In the order of docs/kpi.md.
const groups = {
  sales: [
    "leads",
    "leads_handled",
    "conversion",
    "deals_created",
    "deals_won",
    "deals_lost",
    "win_rate",
    "sales",
    "avg_deal",
  ],
  answers: ["sla", "repeat_inquiries", "interactions_out", "interactions_in"],
  tasks: ["tasks_done", "tasks_on_time_share", "tasks_overdue"],
  time: ["presence_minutes", "active_minutes", "activity_rate", "adherence", "late_minutes"],
  results: ["sales_per_hour", "won_per_hour", "leads_per_hour", "time_on_won_share"],
} as const;

const halves: (keyof typeof groups)[][] = [
  ["sales", "results"],
  ["answers", "tasks", "time"],
];

/** Every figure of this period and of the one before. */
export function CompareTab() {
  const report = api.useQuery(
    "get",
    "/api/v1/kpi/compare",
    { params: { query: useAsked() } },
    { placeholderData: keepPreviousData, refetchInterval: ({ state }) => lookAgain(state.data?.period.live) },
  );
  return whenHere(report, (data) => <CompareView report={data} />);
}

function CompareView({ report }: { report: Schemas["CompareReport"] }) {
  const { t } = useTranslation("reports");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PeriodLine period={report.period} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
        {halves.map((half) => (
          <div key={half[0]} className="grid grid-cols-[minmax(0,1fr)] gap-4">
            {half.map((group) => (
              <Panel key={group} title={t(`group.${group}`)}>
                <Group report={report} group={group} />
              </Panel>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

const end = "tabular whitespace-nowrap py-2 pl-3 text-right";

function Group({ report, group }: { report: Schemas["CompareReport"]; group: keyof typeof groups }) {
  const { t } = useTranslation("reports");
  const range = useDayRange();
  const { period } = report;
  return (
    <table className="w-full text-left text-sm">
      <thead className="text-ink-muted text-xs">
        <tr>
          <th scope="col" className="pb-1 font-medium">
            {t("figureName")}
          </th>
          <th scope="col" className={`${end} pt-0 pb-1 font-medium`}>
            {range(period.from_day, period.to_day)}
          </th>
          <th scope="col" className={`${end} pt-0 pb-1 font-medium max-sm:hidden`}>
            {range(period.before_from, period.before_to)}
          </th>
          <th scope="col" className={`${end} pt-0 pb-1 font-medium`}>
            {t("change")}
          </th>
        </tr>
      </thead>
      <tbody>
        {groups[group].map((metric) => (
          <Line key={metric} metric={metric} figures={report.figures[metric]} period={period} />
        ))}
      </tbody>
    </table>
  );
}

const tones = { good: "text-good", bad: "text-bad", flat: "text-ink-muted" };

interface LineProps {
  metric: string;
  figures: Schemas["Compared"] | undefined;
  period: Period;
}

function Line({ metric, figures, period }: LineProps) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  if (!figures) return null;
  const name = t(`figure.${metric}` as "figure.leads");
  const change = changeOf(metric, figures.now, figures.before, format, (amount) => t("points", { amount }));
  return (
    <tr className="border-t">
      <th scope="row" className="group/head w-full max-w-0 py-2 font-normal">
        <span className="flex min-w-0 items-center gap-0.5">
          <span className="truncate">{name}</span>
          <span className="-my-1 pointer-fine:opacity-0 transition-opacity focus-within:opacity-100 group-hover/head:opacity-100">
            <Explain metric={metric} name={name} />
          </span>
        </span>
      </th>
      <td className={`${end} font-medium`}>
        <FigureCell metric={metric} name={name} figure={figures.now} />
      </td>
      <td className={`${end} text-ink-muted max-sm:hidden`}>
        <FigureCell
          metric={metric}
          name={name}
          figure={figures.before}
          scope={{ since: period.before_from, until: shiftDay(period.before_to, -1) }}
        />
      </td>
      <td className={`${end} ${tones[change?.direction ?? "flat"]}`}>
        {change ? change.text : isLowerBound(figures.now) ? t("earlyShort") : dash}
      </td>
    </tr>
  );
}
