/** Rows in the order they came, under the calendar days of a time zone. */
export function byDay<Row extends { created_at: string }>(
  rows: readonly Row[],
  dayOf: (moment: string) => string,
): { day: string; rows: Row[] }[] {
  const days: { day: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const day = dayOf(row.created_at);
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, rows: [row] });
  }
  return days;
}
