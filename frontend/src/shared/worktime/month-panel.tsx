import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { HeatScale, type MapDay, MonthMap } from "@/shared/charts/month-map";
import { useFormat } from "@/shared/lib/use-format";
import { ErrorState } from "@/shared/ui/error-state";
import { IconButton } from "@/shared/ui/icon-button";
import { Panel } from "@/shared/ui/page";
import { Segmented } from "@/shared/ui/segmented";
import { Skeleton } from "@/shared/ui/skeleton";
import { clock } from "./clock";
import { heatLevel, monthCells, monthOf, monthRange, moveMonth } from "./month";
import { MonthTotals } from "./month-totals";

type Measure = "active" | "presence";

interface MonthPanelProps {
  managerId?: string;
  /** `2026-11`; this month without it. */
  month?: string;
  onMonth: (month: string | undefined) => void;
  onDay: (day: string) => void;
}

const workingDay = 8 * 60;

/** A month of somebody's presence and activity, day by day, and its sums. */
export function MonthPanel({ managerId, month: asked, onMonth, onDay }: MonthPanelProps) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  const [measure, setMeasure] = useState<Measure>("active");
  const today = format.isoDay(Date.now());
  const month = asked && asked < monthOf(today) ? asked : monthOf(today);
  const query = { ...monthRange(month), manager_id: managerId };
  // Sums end with today: days to come have a plan and nothing to set against it.
  const past = { ...query, to_day: query.to_day < today ? query.to_day : today };
  const map = api.useQuery(
    "get",
    "/api/v1/worktime/heat-map",
    { params: { query } },
    { placeholderData: keepPreviousData },
  );
  const report = api.useQuery(
    "get",
    "/api/v1/worktime/days",
    { params: { query: past } },
    { placeholderData: keepPreviousData },
  );
  const name = new Intl.DateTimeFormat(format.locale, { timeZone: "UTC", month: "long", year: "numeric" });
  const title = name.format(Date.parse(`${month}-01T00:00:00Z`));
  const go = (by: number) => {
    const next = moveMonth(month, by);
    onMonth(next === monthOf(today) ? undefined : next);
  };
  const error = map.error ?? report.error;
  return (
    <Panel>
      <header className="mb-4 flex flex-wrap items-center gap-2">
        <IconButton icon={IconChevronLeft} label={t("month.before")} onPress={() => go(-1)} />
        <h2 className="min-w-32 text-center font-semibold first-letter:uppercase">{title}</h2>
        <IconButton
          icon={IconChevronRight}
          label={t("month.next")}
          isDisabled={month >= monthOf(today)}
          onPress={() => go(1)}
        />
        <div className="ml-auto max-sm:w-full max-sm:*:flex">
          <Segmented
            label={t("month.measure")}
            value={measure}
            onChange={setMeasure}
            options={(["active", "presence"] as const).map((id) => ({ id, label: t(`strip.${id}`) }))}
          />
        </div>
      </header>
      {map.data && report.data ? (
        <div className="grid gap-4">
          <MonthTotals report={report.data} />
          <Calendar month={month} today={today} map={map.data} report={report.data} measure={measure} onDay={onDay} />
        </div>
      ) : error ? (
        <ErrorState
          error={error}
          onRetry={() => {
            void map.refetch();
            void report.refetch();
          }}
        />
      ) : (
        <Skeleton className="h-80" />
      )}
    </Panel>
  );
}

interface CalendarProps {
  month: string;
  today: string;
  map: Schemas["HeatMap"];
  report: Schemas["TimeReport"];
  measure: Measure;
  onDay: (day: string) => void;
}

function Calendar({ month, today, map, report, measure, onDay }: CalendarProps) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  const heat = new Map(map.days.map((day) => [day.day, day]));
  const facts = new Map(report.days.map((day) => [day.day, day]));
  const weekday = new Intl.DateTimeFormat(format.locale, { timeZone: "UTC", weekday: "short" });
  const cell = (day: string): MapDay => {
    const {
      active_minutes: active = 0,
      presence_minutes: presence = 0,
      planned_minutes: planned = 0,
    } = heat.get(day) ?? {};
    const minutes = measure === "active" ? active : presence;
    const absence = facts.get(day)?.absence;
    const words = presence
      ? t("month.day", { presence: format.duration(presence), active: format.duration(active) })
      : t(absence ? `absence.${absence}` : planned ? "day.nothing" : "day.off");
    return {
      day,
      level: heatLevel(minutes, planned || workingDay),
      value: minutes ? clock(minutes) : "",
      label: `${format.longDate(`${day}T12:00:00Z`)}: ${words}`,
      isOff: planned === 0,
      isMarked: (facts.get(day)?.corrected_minutes ?? null) !== null,
    };
  };
  return (
    <div className="grid gap-3">
      <MonthMap
        label={t("month.title")}
        weekdays={[1, 2, 3, 4, 5, 6, 7].map((number) => weekday.format(Date.UTC(2024, 0, number)))}
        cells={monthCells(month).map((day) => (day ? cell(day) : null))}
        today={today}
        onOpen={onDay}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-2xs text-ink-muted">{t("month.zone", { zone: map.time_zone })}</p>
        <HeatScale less={t("month.less")} more={t("month.more")} />
      </div>
    </div>
  );
}
