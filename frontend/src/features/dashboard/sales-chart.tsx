import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Panel } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/skeleton";

const TimeSeries = lazy(() => import("@/shared/charts/time-series").then((module) => ({ default: module.TimeSeries })));

const height = 220;

/** True from the moment the element has come near the screen. */
function useSeen() {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(!("IntersectionObserver" in window));
  useEffect(() => {
    if (isSeen || !place.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true), {
      rootMargin: "200px",
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [isSeen]);
  return { place, isSeen };
}

/** Sales of each day; what draws them is loaded when somebody gets there. */
export function SalesChart({ sales, className }: { sales: Schemas["MoneyFigure"]; className?: string }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const { place, isSeen } = useSeen();
  const points = sales.spark.map(({ day, value }) => ({ x: day, bar: value ?? 0 }));
  if (points.every(({ bar }) => bar === 0)) {
    return (
      <Panel title={t("salesByDay")} className={className}>
        <p className="text-ink-muted">{t("salesEmpty")}</p>
      </Panel>
    );
  }
  return (
    <Panel title={t("salesByDay")} className={className}>
      <div ref={place} style={{ minHeight: height }}>
        <Suspense fallback={<Skeleton className="h-52 w-full" />}>
          {isSeen ? (
            <TimeSeries
              title={t("salesByDay")}
              points={points}
              barName={t("kpi.sales")}
              formatX={format.calendarDay}
              formatY={(value) => format.compactMoney(value, sales.currency)}
              height={height}
            />
          ) : null}
        </Suspense>
      </div>
    </Panel>
  );
}
