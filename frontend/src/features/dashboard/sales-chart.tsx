import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Panel } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/skeleton";

const TimeSeries = lazy(() => import("@/shared/charts/time-series").then((module) => ({ default: module.TimeSeries })));

const height = 220;

/** Sales of each day; what draws them is loaded when the figures are there. */
export function SalesChart({ sales, className }: { sales: Schemas["MoneyFigure"]; className?: string }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const points = sales.spark.map(({ day, value }) => ({ x: day, bar: value ?? 0 }));
  return (
    <Panel title={t("salesByDay")} className={className}>
      <Suspense
        fallback={
          <div style={{ height }}>
            <Skeleton className="h-52 w-full" />
          </div>
        }
      >
        <TimeSeries
          title={t("salesByDay")}
          points={points}
          barName={t("kpi.sales")}
          formatX={format.calendarDay}
          formatY={(value) => format.compactMoney(value, sales.currency)}
          height={height}
        />
      </Suspense>
    </Panel>
  );
}
