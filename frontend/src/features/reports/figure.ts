import type { Format } from "@/shared/lib/format";
import { dash, type Figure, type Took, type Unit } from "./types";

const day = 24 * 60;

/** Minutes as people say them: of many hours nobody reads the minutes, of many days nobody the hours. */
function spell(minutes: number, format: Format): string {
  if (minutes < 600) return format.duration(minutes);
  if (minutes < 3 * day) return format.duration(Math.round(minutes / 60) * 60);
  return format.number(minutes / 60, { style: "unit", unit: "hour", unitDisplay: "short", maximumFractionDigits: 0 });
}

/** Seconds that something took: "45 с", "35 мин", "5 ч", "17,5 дн.". */
function spellSeconds(seconds: number, format: Format): string {
  const unit = (value: number, name: "second" | "day", digits: number) =>
    format.number(value, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits });
  if (seconds < 60) return unit(seconds, "second", 0);
  if (seconds < 2 * 86_400) return spell(seconds / 60, format);
  return unit(seconds / 86_400, "day", 1);
}

/** A value in its unit. Money is short in a table and exact where somebody asks. */
export function printValue(value: number | null, unit: Unit, format: Format, isExact = false): string {
  if (value === null) return dash;
  switch (unit) {
    case "money":
    case "money_per_hour":
      return isExact ? format.money(Math.round(value)) : format.compactMoney(Math.round(value));
    case "share":
    case "ratio":
      return format.percent(value, isExact || Math.abs(value) < 0.1 ? 1 : 0);
    case "minutes":
      return isExact ? format.duration(value) : spell(value, format);
    case "seconds":
      return spellSeconds(value, format);
    case "per_hour":
      return format.number(value, { maximumFractionDigits: 2 });
    default:
      return format.number(value);
  }
}

export const isLowerBound = (figure: Figure) => (figure.unripe ?? 0) > 0 && figure.value !== null;
export const isSmall = (figure: Figure) => figure.small_sample && figure.value !== null;

/** The figure as a cell prints it: "≥ 9,7 %" while leads can still buy. */
export const printFigure = (figure: Figure, format: Format, isExact = false) =>
  `${isLowerBound(figure) ? "≥ " : ""}${printValue(figure.value, figure.unit, format, isExact)}`;

/** A duration's median as a figure, so that it is shown and opened like one. */
export const tookFigure = (took: Took | undefined): Figure => ({
  value: took?.median ?? null,
  numerator: null,
  denominator: null,
  small_sample: took?.small_sample ?? false,
  unripe: null,
  unit: "seconds",
});

// Less of these is better; of those below nobody can say.
const lessIsBetter = new Set(
  "deals_lost tasks_overdue late_minutes left_early_minutes unconverted cycle cycle_mean first_response reaction_lag".split(
    " ",
  ),
);
const neutral = new Set(
  "planned_minutes attested_minutes presence_minutes active_minutes focus_minutes interactions_in utilisation".split(
    " ",
  ),
);

export type Direction = "good" | "bad" | "flat";

export interface Change {
  text: string;
  direction: Direction;
}

const directionOf = (key: string, difference: number): Direction => {
  if (difference === 0 || neutral.has(key)) return "flat";
  return difference > 0 === !lessIsBetter.has(key) ? "good" : "bad";
};

const signed = (text: string, value: number) => `${value > 0 ? "+" : "−"}${text}`;

/**
 * A figure against what it was: shares by percentage points, the rest by a share of what it was. Null where there is
 * nothing to compare, or where leads of late can still buy.
 */
export function changeOf(key: string, now: Figure, before: Figure, format: Format, points: (n: string) => string) {
  if (now.value === null || before.value === null || isLowerBound(now)) return null;
  const difference = now.value - before.value;
  const direction = directionOf(key, difference);
  if (difference === 0) return { text: "=", direction } satisfies Change;
  const size = Math.abs(difference);
  if (now.unit === "share" || now.unit === "ratio") {
    return { text: signed(points(format.number(size * 100, { maximumFractionDigits: 1 })), difference), direction };
  }
  if (before.value <= 0) return { text: signed(printValue(size, now.unit, format), difference), direction };
  const share = size / before.value;
  return { text: signed(format.percent(share, share < 0.1 ? 1 : 0), difference), direction };
}
