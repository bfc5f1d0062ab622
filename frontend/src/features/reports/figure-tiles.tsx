import { useTranslation } from "react-i18next";
import { KpiTile } from "@/shared/charts/kpi-tile";
import { useFormat } from "@/shared/lib/use-format";
import { useOpenRows } from "./asked";
import { Explain } from "./explain";
import { changeOf, isLowerBound, printFigure } from "./figure";
import { useMarks } from "./figure-cell";
import { isOneDay } from "./period-line";
import type { Figures, Period } from "./types";

interface FigureTilesProps {
  period: Period;
  metrics: readonly string[];
  figures: Figures;
  before: Figures;
  /** The shape of a figure's past, day by day. */
  trend?: (metric: string) => number[] | undefined;
}

/** The figures that matter most, each with its change against the period before. */
export function FigureTiles({ period, metrics, figures, before, trend }: FigureTilesProps) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const open = useOpenRows();
  const marks = useMarks();
  const points = (amount: string) => t("points", { amount });
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
      {metrics.map((metric) => {
        const [now, was] = [figures[metric], before[metric]];
        if (!now || !was) return null;
        const name = t(`figure.${metric}` as "figure.leads");
        const difference = changeOf(metric, now, was, format, points);
        const to = isOneDay(period) ? "toDayBefore" : "toBefore";
        const words = isLowerBound(now) ? t("early") : t("noBefore");
        const changed = (amount: string) => (amount === "=" ? t("same") : t(to, { amount }));
        return (
          <KpiTile
            key={metric}
            label={name}
            value={printFigure(now, format)}
            trend={trend?.(metric)}
            change={difference ? changed(difference.text) : words}
            direction={difference?.direction}
            note={marks(now, metric).join(" · ") || undefined}
            info={<Explain metric={metric} name={name} />}
            onOpen={() => open(metric)}
          />
        );
      })}
    </div>
  );
}
