import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { lazyPart } from "@/shared/lib/lazy-part";
import { useFormat } from "@/shared/lib/use-format";
import { Panel } from "@/shared/ui/page";
import { Chart } from "./chart";
import { Explain } from "./explain";

const TimeSeries = lazyPart(async () => (await import("@/shared/charts/time-series")).TimeSeries);

/** Sales and activity of each day, one under the other on the same days. */
export function DayCharts({ days: { days } }: { days: Schemas["DaysReport"] }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  if (days.length < 2) return null;
  const points = days.map(({ day, values }) => ({ x: day, bar: values.sales ?? 0 }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-2">
      <Panel title={t("chart.sales")} actions={<Explain metric="sales" name={t("figure.sales")} />}>
        <Chart>
          <TimeSeries
            title={t("chart.sales")}
            points={points}
            barName={t("figure.sales")}
            formatX={format.calendarDay}
            formatY={(value) => format.compactMoney(value)}
            height={220}
          />
        </Chart>
      </Panel>
      <ActivityChart days={days} />
    </div>
  );
}

/** Active hours as bars under the line of presence: hours, so that the scale is round. */
export function ActivityChart({ days }: Pick<Schemas["DaysReport"], "days">) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const points = days.map(({ day, values }) => ({
    x: day,
    bar: (values.active_minutes ?? 0) / 60,
    line: (values.presence_minutes ?? 0) / 60,
  }));
  return (
    <Panel title={t("chart.activity")} actions={<Explain metric="active_minutes" name={t("figure.active_minutes")} />}>
      <Chart>
        <TimeSeries
          title={t("chart.activity")}
          points={points}
          barName={t("figure.active_minutes")}
          lineName={t("figure.presence_minutes")}
          formatX={format.calendarDay}
          formatY={(hours) => format.duration(hours < 10 ? Math.round(hours * 60) : Math.round(hours) * 60)}
          height={220}
        />
      </Chart>
    </Panel>
  );
}
