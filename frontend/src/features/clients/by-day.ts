interface Happening {
  occurred_at: string;
}

/** Consecutive entries of the same company day together, in the order they came. */
export function byDay<T extends Happening>(entries: readonly T[], dayOf: (moment: string) => string) {
  const days: { day: string; entries: T[] }[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.occurred_at);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
