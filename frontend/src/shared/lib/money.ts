// Amounts travel as integers of the currency's minor unit; floats never leave this file.

/** Digits after the point that a currency has: 2 for UAH, 0 for JPY. */
export function currencyDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units as a number of the major unit, for showing and for inputs only. */
export const toMajor = (minor: number, currency: string) => minor / 10 ** currencyDigits(currency);

/** What a person typed, in minor units, rounded half up at the last digit. */
export const toMinor = (major: number, currency: string) => Math.round(major * 10 ** currencyDigits(currency));
