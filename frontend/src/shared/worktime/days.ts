const day = 86_400_000;

/** The calendar day of a UTC midnight. */
export const isoOf = (midnight: number) => new Date(midnight).toISOString().slice(0, 10);

/** A calendar day some days later or, below zero, earlier. */
export const addDays = (from: string, days: number) => isoOf(Date.parse(`${from}T00:00:00Z`) + days * day);
