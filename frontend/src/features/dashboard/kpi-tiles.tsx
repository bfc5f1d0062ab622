import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { KpiTile } from "@/shared/charts/kpi-tile";
import { useFormat } from "@/shared/lib/use-format";
import { type Change, countChange, moneyChange, pointsChange } from "./change";
import { Why } from "./why";

interface KpiTilesProps {
  kpi: Pick<Schemas["Kpi"], "leads" | "deals_won" | "conversion" | "sales">;
  period: Schemas["Period"];
}

const trend = (points: readonly Schemas["DayValue"][]) => points.map(({ value }) => value ?? 0);

/** A change as a sentence: "+3 к прошлой неделе", "как на прошлой неделе". */
function useChangeWords(period: Schemas["Period"]) {
  const { t } = useTranslation("dashboard");
  return (change: Change | null) => {
    if (!change) return { change: t("change.unknown"), direction: "flat" as const };
    const words = change.amount
      ? t(`change.to.${period.name}`, { amount: change.amount })
      : t(`change.same.${period.name}`);
    return { change: words, direction: change.direction };
  };
}

/** Leads, deals, conversion and sales, each with its past and its formula. */
export function KpiTiles({ kpi, period }: KpiTilesProps) {
  return (
    <>
      <CountTile name="leads" figure={kpi.leads} period={period} />
      <CountTile name="deals" figure={kpi.deals_won} period={period} />
      <ConversionTile figure={kpi.conversion} period={period} />
      <SalesTile figure={kpi.sales} period={period} />
    </>
  );
}

interface TileProps<Figure> {
  figure: Figure;
  period: Schemas["Period"];
}

function CountTile({ name, figure, period }: TileProps<Schemas["Kpi"]["leads"]> & { name: "leads" | "deals" }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const say = useChangeWords(period);
  const label = t(`kpi.${name}`);
  const why = { name: label, formula: t(`why.${name}`), period };
  return (
    <KpiTile
      label={label}
      value={format.number(figure.value)}
      trend={trend(figure.spark)}
      {...say(countChange(figure, format))}
      info={<Why {...why} now={format.number(figure.value)} before={format.number(figure.previous)} />}
    />
  );
}

function SalesTile({ figure, period }: TileProps<Schemas["MoneyFigure"]>) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const say = useChangeWords(period);
  const exact = (value: number) => format.money(value, figure.currency);
  const why = { name: t("kpi.sales"), formula: t("why.sales"), period };
  return (
    <KpiTile
      label={t("kpi.sales")}
      value={format.compactMoney(figure.value, figure.currency)}
      trend={trend(figure.spark)}
      {...say(moneyChange(figure, format))}
      info={<Why {...why} now={exact(figure.value)} before={exact(figure.previous)} />}
    />
  );
}

const dash = "—";

function ConversionTile({ figure, period }: TileProps<Schemas["RatioFigure"]>) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const say = useChangeWords(period);
  const { value, previous, numerator, denominator, unripe, window_days } = figure;
  const share = (part: number | null) => (part === null ? dash : format.percent(part));
  // Leads of late can still buy: against a period that is over the share only looks worse.
  const change = pointsChange(figure, format, (amount) => t("change.points", { amount }));
  const of = t("kpi.of", { part: format.number(numerator), whole: format.number(denominator) });
  const isSmall = figure.small_sample && value !== null;
  const marks = [of, isSmall ? t("kpi.smallSample") : "", figure.lower_bound ? t("kpi.lowerBound") : ""];
  const notes = [
    value === null ? t("why.noLeads") : "",
    isSmall ? t("why.smallSample") : "",
    figure.lower_bound ? t("why.unripe", { count: unripe, days: window_days }) : "",
  ].filter(Boolean);
  return (
    <KpiTile
      label={t("kpi.conversion")}
      value={share(value)}
      trend={trend(figure.spark)}
      {...(figure.lower_bound ? { change: t("change.early") } : say(change))}
      note={value === null ? t("kpi.noLeads") : marks.filter(Boolean).join(" · ")}
      info={
        <Why
          name={t("kpi.conversion")}
          formula={t("why.conversion", { days: window_days })}
          now={value === null ? dash : `${share(value)} (${of})`}
          before={share(previous)}
          period={period}
          notes={notes}
        />
      }
    />
  );
}
