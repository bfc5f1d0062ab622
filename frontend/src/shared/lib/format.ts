import { currencyDigits, toMajor } from "./money";

/** What the formats depend on: the reader's language and the company's money and time. */
export interface FormatSettings {
  locale: string;
  timeZone: string;
  currency: string;
}

type When = string | number | Date;

/** Where lists of the API stop counting their matches: one more means «more than that». */
export const countedUpTo = 3_000;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Initials of the first two words of a name, for avatars. */
export const initials = (name: string) =>
  name
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part[0]?.toUpperCase() ?? "")
    .join("");

/** Whole days that have passed since a moment. */
export const daysSince = (value: When, now = Date.now()) => Math.floor((now - new Date(value).getTime()) / day);

/** The calendar day of a moment in a time zone, as `2026-11-22`. */
export const isoDay = (value: When, timeZone: string) =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(value),
  );

const relativeUnits: [limit: number, size: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [minute, 1000, "second"],
  [hour, minute, "minute"],
  [day, hour, "hour"],
  [30 * day, day, "day"],
  [365 * day, 30 * day, "month"],
  [Number.POSITIVE_INFINITY, 365 * day, "year"],
];

function relative(value: When, locale: string, now: number) {
  const distance = new Date(value).getTime() - now;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (Math.abs(distance) < minute) return format.format(0, "second");
  const [, size, unit] = relativeUnits.find(([limit]) => Math.abs(distance) < limit) ?? [0, day, "day" as const];
  return format.format(Math.trunc(distance / size), unit);
}

/** Minutes as "7 ч 35 мин" in the reader's language. */
function duration(minutes: number, locale: string) {
  const unit = (value: number, name: "hour" | "minute") =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  const hours = Math.floor(minutes / 60);
  const rest = Math.round(minutes % 60);
  if (!hours) return unit(rest, "minute");
  return rest ? `${unit(hours, "hour")} ${unit(rest, "minute")}` : unit(hours, "hour");
}

/** Every format of the application for one reader. Amounts are integers of minor units. */
export function createFormat({ locale, timeZone, currency }: FormatSettings) {
  const money = (minor: number, code: string, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { style: "currency", currency: code, currencyDisplay: "narrowSymbol", ...options })
      .format(toMajor(minor, code))
      // Intl writes a minus sign that is narrower than a figure in Inter.
      .replace("-", "−");
  const date = (value: When, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(new Date(value));
  const thisYear = (value: When) => isoDay(value, timeZone).slice(0, 4) === isoDay(Date.now(), timeZone).slice(0, 4);

  return {
    locale,
    timeZone,
    currency,
    /** "183 000 ₴"; the fraction only where there is one. */
    money: (minor: number, code = currency) =>
      money(minor, code, {
        minimumFractionDigits: minor % 10 ** currencyDigits(code) ? currencyDigits(code) : 0,
        maximumFractionDigits: currencyDigits(code),
      }),
    /** "4,6 млн ₴" for headers and tiles. */
    compactMoney: (minor: number, code = currency) =>
      money(minor, code, { notation: "compact", maximumFractionDigits: 1, minimumFractionDigits: 0 }),
    number: (value: number, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options).format(value),
    /** A count that stopped at `upTo`: "3 000+". */
    counted: (value: number, upTo = countedUpTo) =>
      `${new Intl.NumberFormat(locale).format(Math.min(value, upTo))}${value > upTo ? "+" : ""}`,
    compact: (value: number) =>
      new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(value),
    /** A share of one: 0.354 -> "35,4 %". */
    percent: (share: number, digits = 1) =>
      new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(share),
    /** "22 нояб.", with the year when it is not this one. */
    date: (value: When) =>
      date(value, { day: "numeric", month: "short", ...(thisYear(value) ? {} : { year: "numeric" }) }),
    /** "воскресенье, 22 ноября". */
    longDate: (value: When) => date(value, { weekday: "long", day: "numeric", month: "long" }),
    /** "22.11.2026". */
    numericDate: (value: When) => date(value, { day: "2-digit", month: "2-digit", year: "numeric" }),
    time: (value: When) => date(value, { hour: "2-digit", minute: "2-digit" }),
    dateTime: (value: When) =>
      date(value, {
        day: "numeric",
        month: "short",
        hour: "2-digit",
        minute: "2-digit",
        ...(thisYear(value) ? {} : { year: "numeric" }),
      }),
    /** A calendar day without time ("2026-11-22"), never shifted by a time zone. */
    calendarDay: (value: string) =>
      new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short" }).format(
        new Date(`${value.slice(0, 10)}T00:00:00Z`),
      ),
    /** "чт, 26 нояб.", for a day that is compared by its weekday. */
    calendarWeekday: (value: string) =>
      new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" }).format(
        new Date(`${value}T00:00:00Z`),
      ),
    /** Calendar days from first to last: "1–26 нояб."; the day alone when they are one; the year when it is not this one. */
    calendarDays: (from: string, to: string) =>
      new Intl.DateTimeFormat(locale, {
        timeZone: "UTC",
        day: "numeric",
        month: "short",
        ...(thisYear(`${from}T12:00:00Z`) && thisYear(`${to}T12:00:00Z`) ? {} : { year: "numeric" }),
      }).formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)),
    relative: (value: When, now = Date.now()) => relative(value, locale, now),
    duration: (minutes: number) => duration(minutes, locale),
    isoDay: (value: When) => isoDay(value, timeZone),
    list: (items: string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(items),
  };
}

export type Format = ReturnType<typeof createFormat>;
