import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { ErrorState } from "@/shared/ui/error-state";
import { Skeleton } from "@/shared/ui/skeleton";

const days = [1, 2, 3, 4, 5, 6, 7];

// 1 January 2024 was a Monday: its week gives the names.
export const weekdayName = (weekday: number, locale: string) =>
  new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "long" }).format(Date.UTC(2024, 0, weekday));

/** Hours of a week to read, a line for each day. */
export function WeekList({ hours }: { hours: readonly { weekday: number; starts: string; ends: string }[] }) {
  const { t } = useTranslation("crm");
  const format = useFormat();
  return (
    <dl className="grid gap-1.5 text-sm">
      {days.map((weekday) => {
        const plan = hours.find((day) => day.weekday === weekday);
        return (
          <div key={weekday} className="flex justify-between gap-3">
            <dt className="text-ink-soft first-letter:uppercase">{weekdayName(weekday, format.locale)}</dt>
            <dd className={`tabular ${plan ? "" : "text-ink-muted"}`}>
              {plan ? `${plan.starts} – ${plan.ends}` : t("hours.off")}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Somebody's working hours as planned, day by day; admins may look at everybody's. */
export function WeekHours({ userId }: { userId: string }) {
  const { t } = useTranslation("crm");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/team/{id}/schedule", {
    params: { path: { id: userId } },
  });
  if (!data) return error ? <ErrorState error={error} onRetry={refetch} /> : <Skeleton className="h-40" />;
  if (data.length === 0) return <p className="text-ink-muted text-sm">{t("hours.none")}</p>;
  return <WeekList hours={data} />;
}
