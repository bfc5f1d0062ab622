import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useIsAdmin } from "@/shared/api/me";
import { HeatMap, type HeatRow } from "@/shared/charts/heat-map";
import { useColleagues } from "@/shared/crm/people";
import { useFormat } from "@/shared/lib/use-format";
import { Panel } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/skeleton";
import { daysBetween, shiftDay } from "./period";
import type { Period } from "./types";

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const longest = 92;

interface MonthMapProps {
  period: Period;
  manager: string | undefined;
}

/** The map of the period: for the team every manager by days, for one person every day by hours. */
export function MonthMap({ period, manager }: MonthMapProps) {
  const { t } = useTranslation("reports");
  const today = useFormat().isoDay(Date.now());
  const to = [shiftDay(period.to_day, -1), today].toSorted()[0] as string;
  const from = [period.from_day, shiftDay(to, 1 - longest)].toSorted()[1] as string;
  return (
    <Panel title={t(manager ? "map.own" : "map.team")}>
      {manager ? <HourMap from={from} to={to} manager={manager} /> : <TeamMap from={from} to={to} />}
      <p className="mt-1 text-pretty text-ink-muted text-xs">{t("map.note")}</p>
    </Panel>
  );
}

interface Days {
  from: string;
  to: string;
}

function useDayNames() {
  const format = useFormat();
  const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
  return (days: readonly string[]) =>
    days.map((day, index) => ({
      id: day,
      name: format.calendarDay(day),
      // The first, and every Monday: more would run into each other.
      label: index === 0 || weekday(day) === 1 ? String(Number(day.slice(8))) : undefined,
      isWeak: [0, 6].includes(weekday(day)),
    }));
}

function TeamMap({ from, to }: Days) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const names = useDayNames();
  const colleagues = useColleagues();
  const { data } = api.useQuery("get", "/api/v1/worktime/days", {
    params: { query: { from_day: from, to_day: to, everybody: true } },
  });
  if (!data) return <Skeleton className="h-40" />;
  const days = daysBetween(from, to);
  const rows = teamRows(data, days, (id) => colleagues.find((person) => person.id === id)?.full_name ?? "—");
  if (rows.length === 0) return <p className="text-ink-muted">{t("strips.empty")}</p>;
  return <HeatMap title={t("map.team")} rows={rows} columns={names(days)} formatValue={format.duration} full={480} />;
}

function teamRows(report: Schemas["TimeReport"], days: readonly string[], nameOf: (id: string) => string): HeatRow[] {
  const active = new Map(report.days.map((day) => [`${day.manager_id}${day.day}`, day.active_minutes]));
  return report.managers
    .map(({ manager_id }) => ({
      id: manager_id,
      name: nameOf(manager_id),
      label: nameOf(manager_id),
      values: days.map((day) => active.get(manager_id + day) ?? null),
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

function HourMap({ from, to, manager }: Days & { manager: string }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const isAdmin = useIsAdmin();
  const { data } = api.useQuery("get", "/api/v1/worktime/heat-map", {
    params: { query: { from_day: from, to_day: to, ...(isAdmin ? { manager_id: manager } : {}) } },
  });
  if (!data) return <Skeleton className="h-40" />;
  const rows = data.days.map(({ day, hours: values }) => ({
    id: day,
    name: format.calendarDay(day),
    label: <span className="tabular text-xs">{format.calendarDay(day)}</span>,
    values,
  }));
  const columns = hours.map((hour) => ({
    id: String(hour),
    name: `${hour}:00`,
    label: hour % 3 === 0 ? String(hour) : undefined,
  }));
  return <HeatMap title={t("map.own")} rows={rows} columns={columns} formatValue={format.duration} full={60} />;
}
