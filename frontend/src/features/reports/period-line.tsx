import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { shiftDay } from "./period";
import type { Period } from "./types";

/** "9–15 нояб.", or "чт, 26 нояб."; the end is the day after the last. */
export function useDayRange() {
  const format = useFormat();
  return (from: string, end: string) => {
    const to = shiftDay(end, -1);
    return from === to ? format.calendarWeekday(from) : format.calendarDays(from, to);
  };
}

export const isOneDay = (period: Pick<Period, "from_day" | "to_day">) => shiftDay(period.from_day, 1) === period.to_day;

/** What is being looked at: which days, against which (unless alone), and by whose clock. */
export function PeriodLine({ period, isAlone = false }: { period: Period; isAlone?: boolean }) {
  const { t } = useTranslation("reports");
  const range = useDayRange();
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-muted text-sm">
      <span className="tabular font-medium text-ink">{range(period.from_day, period.to_day)}</span>
      {period.live ? <Badge tone="accent">{t("live")}</Badge> : null}
      <span className="tabular empty:hidden">
        {isAlone
          ? null
          : t(isOneDay(period) ? "againstDay" : "against", { days: range(period.before_from, period.before_to) })}
      </span>
      <span aria-hidden="true" className="max-sm:hidden">
        ·
      </span>
      <span>{t("zone", { zone: period.time_zone })}</span>
    </div>
  );
}
