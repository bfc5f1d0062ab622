import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";

const dash = "—";

/** The sums of a month, each as the API has counted it. */
export function MonthTotals({ report }: { report: Schemas["TimeReport"] }) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  const { total } = report;
  const [manager] = report.managers;
  const share = (value: number | null) => (value === null ? dash : format.percent(value, 0));
  const hours = (minutes: number | null) => (minutes ? format.duration(Math.round(minutes / 60) * 60) : dash);
  const facts: [string, ReactNode][] = [
    [t("figure.presence"), hours(total.presence_minutes)],
    [t("figure.active"), hours(total.active_minutes)],
    [t("figure.rate"), share(total.activity_rate)],
    [t("figure.plan"), hours(total.planned_minutes)],
    [t("figure.adherence"), share(total.adherence)],
    [t("figure.late"), manager ? format.number(manager.days_late) : dash],
  ];
  return (
    <dl className="grid grid-cols-3 gap-x-4 gap-y-3 sm:max-lg:grid-cols-6 xl:grid-cols-6">
      {facts.map(([name, value]) => (
        <div key={name} className="grid content-start">
          <dt className="text-2xs text-ink-muted">{name}</dt>
          <dd className="tabular font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
