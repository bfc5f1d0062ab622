import type { Option } from "@/shared/ui/list-box";

/** Currencies of the countries we speak the languages of, and those they trade in. */
export const currencies = [
  "UAH",
  "USD",
  "EUR",
  "PLN",
  "KZT",
  "GEL",
  "MDL",
  "RUB",
  "BYN",
  "AMD",
  "AZN",
  "UZS",
  "TRY",
  "GBP",
  "CZK",
];
export const regions = ["UA", "PL", "KZ", "GE", "MD", "RU", "BY", "AM", "AZ", "UZ", "TR", "DE", "CZ", "GB", "US"];

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const offsetName = (timeZone: string) =>
  new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" })
    .formatToParts(new Date())
    .find((part) => part.type === "timeZoneName")
    ?.value.replace("GMT", "UTC") ?? "";

/** Every IANA zone of this browser, as "Europe/Kyiv" with its offset now. */
export function timeZoneOptions(current: string): Option[] {
  const zones = new Set([current, ...Intl.supportedValuesOf("timeZone")]);
  return [...zones].map((zone) => ({ id: zone, label: zone.replaceAll("_", " "), hint: offsetName(zone) }));
}

export function currencyOptions(locale: string): Option[] {
  const names = new Intl.DisplayNames(locale, { type: "currency" });
  return currencies.map((code) => ({ id: code, label: `${code} · ${capital(names.of(code) ?? code)}` }));
}

export function regionOptions(locale: string): Option[] {
  const names = new Intl.DisplayNames(locale, { type: "region" });
  return regions.map((code) => ({ id: code, label: names.of(code) ?? code }));
}

const byZone: Record<string, { currency: string; region: string }> = {
  "Europe/Warsaw": { currency: "PLN", region: "PL" },
  "Asia/Almaty": { currency: "KZT", region: "KZ" },
  "Asia/Tbilisi": { currency: "GEL", region: "GE" },
  "Europe/Chisinau": { currency: "MDL", region: "MD" },
  "Europe/Moscow": { currency: "RUB", region: "RU" },
  "Europe/Minsk": { currency: "BYN", region: "BY" },
};

/** What a company in this browser's place most likely wants. */
export function likelyDefaults(timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC") {
  const zone = timeZone === "Europe/Kiev" ? "Europe/Kyiv" : timeZone;
  return { time_zone: zone, ...(byZone[zone] ?? { currency: "UAH", region: "UA" }) };
}
