import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { type Scope, useOpenRows } from "./asked";
import { isLowerBound, isSmall, printFigure } from "./figure";
import { dash, type Figure } from "./types";

interface FigureCellProps {
  metric: string;
  name: string;
  figure: Figure | undefined;
  scope?: Scope;
  isStrong?: boolean;
  /** It opens nothing. */
  isPlain?: boolean;
}

// Thirty thousand of fifty thousand minutes tell nobody anything.
const ofMinutes = new Set(["activity_rate", "adherence", "utilisation", "time_on_won_share"]);

/** What to know of a figure when reading it: what it is made of, and how far to trust it. */
export function useMarks() {
  const { t } = useTranslation("reports");
  const format = useFormat();
  return (figure: Figure, metric: string) => {
    const { numerator, denominator, unit } = figure;
    const isOfCases =
      (unit === "share" || unit === "ratio") && !ofMinutes.has(metric) && numerator !== null && denominator !== null;
    return [
      isOfCases ? t("of", { part: format.number(numerator), whole: format.number(denominator) }) : "",
      isSmall(figure) ? t("small") : "",
      isLowerBound(figure) ? t("unripe", { count: figure.unripe ?? 0 }) : "",
    ].filter(Boolean);
  };
}

/** A figure that opens the rows behind it, and why it is a dash. Few cases make it paler, leads that may still buy put "≥" before it. */
export function FigureCell({ metric, name, figure, scope, isStrong, isPlain }: FigureCellProps) {
  const format = useFormat();
  const open = useOpenRows();
  const marks = useMarks();
  if (!figure) return <span className="text-ink-muted">{dash}</span>;
  const value = printFigure(figure, format);
  const said = marks(figure, metric);
  if (isPlain) return <span className="tabular whitespace-nowrap text-ink-muted">{value}</span>;
  return (
    <button
      type="button"
      onClick={() => open(metric, scope)}
      title={said.join(", ") || undefined}
      aria-label={[`${name}: ${value}`, ...said].join(", ")}
      className={`tabular pointer-coarse:min-h-8 cursor-pointer whitespace-nowrap rounded-sm decoration-line-strong underline-offset-4 hover:text-accent-ink hover:underline ${isSmall(figure) || figure.value === null ? "text-ink-muted" : ""} ${isStrong ? "font-semibold" : ""}`}
    >
      {value}
    </button>
  );
}
