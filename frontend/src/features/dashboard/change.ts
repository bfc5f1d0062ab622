import type { Schemas } from "@/shared/api/client";
import type { Format } from "@/shared/lib/format";

/** A figure against the period before: what to print ("+3", "" where it stayed), and whether that is good. */
export interface Change {
  amount: string;
  direction: "good" | "bad" | "flat";
}

const signed = (text: string, value: number) => (value > 0 ? `+${text}` : `−${text}`);

function change(difference: number, print: (size: number) => string): Change {
  if (difference === 0) return { amount: "", direction: "flat" };
  return { amount: signed(print(Math.abs(difference)), difference), direction: difference > 0 ? "good" : "bad" };
}

/** Counts change by units: a share of three leads says nothing. */
export const countChange = ({ value, previous }: Pick<Schemas["Kpi"]["leads"], "value" | "previous">, format: Format) =>
  change(value - previous, (size) => format.number(size));

/** Sums change by a share of what they were, by their own size where there was nothing. */
export function moneyChange(figure: Pick<Schemas["MoneyFigure"], "value" | "previous" | "currency">, format: Format) {
  const { value, previous, currency } = figure;
  if (previous <= 0) return change(value - previous, (size) => format.compactMoney(size, currency));
  const share = (value - previous) / previous;
  const digits = Math.abs(share) < 0.1 ? 1 : 0;
  // What rounds to nothing has not changed for a reader.
  const rounded = Math.round(share * 100 * 10 ** digits) / (100 * 10 ** digits);
  return change(rounded, (size) => format.percent(size, digits));
}

/** Shares change by percentage points; null where one of the two could not be counted. */
export function pointsChange(
  { value, previous }: Pick<Schemas["RatioFigure"], "value" | "previous">,
  format: Format,
  points: (amount: string) => string,
): Change | null {
  if (value === null || previous === null) return null;
  const difference = Math.round((value - previous) * 1000) / 10;
  return change(difference, (size) => points(format.number(size, { maximumFractionDigits: 1 })));
}
