import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useIsAdmin } from "@/shared/api/me";
import { DayStrip } from "@/shared/charts/day-strip";
import { PersonName } from "@/shared/crm/people";
import { useFormat } from "@/shared/lib/use-format";
import { IconButton } from "@/shared/ui/icon-button";
import { Panel } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/skeleton";
import { spansOf } from "@/shared/worktime/day-spans";
import { route, useAddress } from "./asked";
import { shiftDay } from "./period";
import { endsOf, minutesOf } from "./strip-spans";
import type { Period } from "./types";

/** One day of the period: who was at work when, and when there was activity. */
export function DayStrips({ period, manager }: { period: Period; manager: string | undefined }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const change = useAddress();
  const search = route.useSearch();
  const last = [shiftDay(period.to_day, -1), format.isoDay(Date.now())].toSorted()[0] as string;
  const day = search.day && search.day >= period.from_day && search.day <= last ? search.day : last;
  const go = (by: number) => change({ day: shiftDay(day, by) });
  const date = format.longDate(`${day}T12:00:00Z`);
  return (
    <Panel
      title={t("strips.title")}
      actions={
        <div className="-my-1 flex items-center gap-1 text-sm">
          <IconButton
            icon={IconChevronLeft}
            label={t("strips.before")}
            onPress={() => go(-1)}
            isDisabled={day <= period.from_day}
          />
          <span aria-live="polite" className="tabular min-w-28 text-center text-ink-soft">
            {date}
          </span>
          <IconButton
            icon={IconChevronRight}
            label={t("strips.after")}
            onPress={() => go(1)}
            isDisabled={day >= last}
          />
        </div>
      }
    >
      {manager ? <OwnStrip day={day} manager={manager} /> : <TeamStrips day={day} />}
      <ul className="mt-4 flex flex-wrap gap-x-4 gap-y-1 text-ink-muted text-xs">
        <Key look="bg-accent">{t("strips.active")}</Key>
        <Key look="bg-accent/35">{t("strips.idle")}</Key>
        <Key look="bg-warn/50">{t("strips.break")}</Key>
        <Key look="bg-line-strong">{t("strips.plan")}</Key>
      </ul>
    </Panel>
  );
}

function Key({ look, children }: { look: string; children: ReactNode }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden="true" className={`h-2 w-4 rounded-full ${look}`} />
      {children}
    </li>
  );
}

function TeamStrips({ day }: { day: string }) {
  const { t } = useTranslation("reports");
  const { data } = api.useQuery("get", "/api/v1/worktime/team", { params: { query: { day } } });
  if (!data) return <Skeleton className="h-40" />;
  const shown = data.filter(({ strip }) => strip.presence.length > 0 || strip.planned.length > 0);
  if (shown.length === 0) return <p className="text-ink-muted">{t("strips.empty")}</p>;
  return (
    <ul className="grid gap-3">
      {shown.map(({ manager, strip }) => (
        <li key={manager.id} className="grid items-center gap-x-4 gap-y-1 md:grid-cols-[11rem_minmax(0,1fr)]">
          <PersonName person={manager} />
          <Strip name={manager.full_name} strip={strip} />
        </li>
      ))}
    </ul>
  );
}

function OwnStrip({ day, manager }: { day: string; manager: string }) {
  const { t } = useTranslation("reports");
  const isAdmin = useIsAdmin();
  const { data } = api.useQuery("get", "/api/v1/worktime/days/{day}", {
    params: { path: { day }, query: isAdmin ? { manager_id: manager } : {} },
  });
  if (!data) return <Skeleton className="h-8" />;
  if (!data.strip) return <p className="text-ink-muted">{t("strips.empty")}</p>;
  return <Strip name={data.manager.full_name} strip={data.strip} />;
}

function Strip({ name, strip }: { name: string; strip: Schemas["DayStrip"] }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const ends = endsOf(strip);
  const at = (minute: number) => format.time(Date.parse(strip.starts_at) + minute * 60_000);
  const words = ends
    ? t("strips.words", {
        name,
        from: at(ends.first),
        to: at(ends.last),
        active: format.duration(minutesOf(strip.active)),
        presence: format.duration(minutesOf(strip.presence)),
      })
    : t("strips.absent", { name });
  return (
    <DayStrip
      label={words}
      spans={spansOf(strip)}
      plan={strip.planned}
      first={ends ? at(ends.first) : "—"}
      last={ends ? at(ends.last) : undefined}
    />
  );
}
