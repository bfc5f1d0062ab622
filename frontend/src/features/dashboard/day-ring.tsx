import { Link } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Dot } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Panel } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/skeleton";
import { clock } from "@/shared/worktime/clock";
import { useWork, workIcons } from "@/shared/worktime/use-work";
import { breakSince, stateColors } from "@/shared/worktime/work-state";

const WorkStrip = lazy(() => import("@/shared/worktime/work-strip").then((module) => ({ default: module.WorkStrip })));

type WorkDay = Schemas["WorkShift"];

const center = 50;

/** The present shift: presence and activity against the plan, its strip, and what can be done with it. */
export function DayPanel({ day }: { day: WorkDay }) {
  return (
    <Panel className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-6 gap-y-3 md:grid-cols-[auto_minmax(0,16rem)_minmax(0,1fr)]">
      <div className="md:row-span-2">
        <Ring day={day} />
      </div>
      <Words day={day} />
      <Actions />
      <div className="grid min-w-0 gap-3 max-md:col-span-2 md:col-start-3 md:row-span-2 md:row-start-1">
        <Figures day={day} />
        <Strip day={day} />
      </div>
    </Panel>
  );
}

function Words({ day }: { day: WorkDay }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const state = day.state ?? "off";
  const rest = breakSince(day);
  return (
    <div className="grid min-w-0 gap-0.5 md:self-end">
      <h2 className="flex items-center gap-2 font-semibold">
        <Dot color={stateColors[state]} />
        {t(`day.state.${state}`)}
      </h2>
      <p className="tabular text-ink-soft text-sm">
        {rest ? `${t("day.breakSince", { time: format.time(rest) })} · ` : ""}
        {day.started_at ? t("day.since", { time: format.time(day.started_at) }) : t("day.notStarted")}
        {day.ended_at ? ` · ${t("day.until", { time: format.time(day.ended_at) })}` : ""}
      </p>
      <p className="tabular text-ink-muted text-sm">
        {day.planned
          ? t("day.plan", { from: format.time(day.planned.starts_at), to: format.time(day.planned.ends_at) })
          : t("day.dayOff")}
      </p>
    </div>
  );
}

function Actions() {
  const { t } = useTranslation("crm");
  const { actions, act, pending } = useWork();
  return (
    <div className="flex flex-wrap gap-2 max-md:col-span-2 max-md:*:flex-1 md:self-start">
      {actions.map((action) => {
        const Shape = workIcons[action];
        return (
          <Button
            key={action}
            look={action === "back" || action === "start" ? "primary" : "secondary"}
            onPress={() => act(action)}
            isPending={pending === action}
          >
            <Shape size={16} stroke={1.75} aria-hidden="true" />
            {t(`work.short.${action}`)}
          </Button>
        );
      })}
    </div>
  );
}

function Figures({ day }: { day: WorkDay }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const share = day.activity_rate === null ? "" : ` · ${format.percent(day.activity_rate, 0)}`;
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      <Figure name={t("day.present")}>{format.duration(day.presence_minutes)}</Figure>
      <Figure name={t("day.active")}>{`${format.duration(day.active_minutes)}${share}`}</Figure>
      {day.break_minutes > 0 ? <Figure name={t("day.breaks")}>{format.duration(day.break_minutes)}</Figure> : null}
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="tabular flex gap-1.5">
      <dt className="text-ink-muted">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}

function Strip({ day }: { day: WorkDay }) {
  const { t } = useTranslation("dashboard");
  return (
    <Suspense fallback={<Skeleton className="h-14" />}>
      <WorkStrip
        strip={day.strip}
        day={day}
        end={
          <Link
            to="/profile/time"
            search={{ day: day.day }}
            className="shrink-0 rounded-sm pointer-coarse:py-2 font-medium text-accent-ink text-sm hover:underline"
          >
            {t("day.more")}
          </Link>
        }
      />
    </Suspense>
  );
}

/** Presence outside, activity within, both against the plan: the shades of the strip. */
function Ring({ day }: { day: WorkDay }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const { presence_minutes: present, active_minutes: active, planned_minutes: planned } = day;
  const presence = format.duration(present);
  const label = planned
    ? t("day.ring", { presence, planned: format.duration(planned) })
    : t("day.ringNoPlan", { presence });
  // Without a plan the activity is measured against the presence.
  const whole = planned || present;
  return (
    <div
      role="img"
      aria-label={`${label}. ${t("day.active")}: ${format.duration(active)}`}
      className="relative size-28 shrink-0"
    >
      <svg viewBox="0 0 100 100" className="size-full -rotate-90" aria-hidden="true">
        <Arc radius={44} width={6} share={whole ? present / whole : 0} opacity={0.4} />
        <Arc radius={36} width={5} share={whole ? active / whole : 0} />
      </svg>
      <span className="absolute inset-0 grid place-content-center text-center">
        <span className="tabular font-semibold text-lg leading-5">{clock(present)}</span>
        {planned ? (
          <span className="tabular text-2xs text-ink-muted">{t("day.of", { planned: clock(planned) })}</span>
        ) : null}
      </span>
    </div>
  );
}

interface ArcProps {
  radius: number;
  width: number;
  share: number;
  opacity?: number;
}

function Arc({ radius, width, share, opacity = 1 }: ArcProps) {
  const around = 2 * Math.PI * radius;
  const shape = { cx: center, cy: center, r: radius, fill: "none", strokeWidth: width };
  return (
    <>
      <circle {...shape} stroke="var(--line)" />
      {share > 0 ? (
        <circle
          {...shape}
          stroke="var(--accent)"
          strokeOpacity={opacity}
          strokeLinecap="round"
          strokeDasharray={`${Math.min(1, share) * around} ${around}`}
        />
      ) : null}
    </>
  );
}
