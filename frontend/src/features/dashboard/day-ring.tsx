import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Dot } from "@/shared/ui/badge";
import { Panel } from "@/shared/ui/page";

type WorkDay = Schemas["WorkDay"];

const radius = 42;
const around = 2 * Math.PI * radius;

const stateColors = {
  working: "var(--stage-won)",
  break: "var(--stage-in-progress)",
  away: "var(--stage-in-progress)",
  off: "var(--line-strong)",
};

/** Today's presence against the plan, and when the day began. */
export function DayPanel({ day }: { day: WorkDay }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const state = day.state ?? "off";
  return (
    <Panel className="flex items-center gap-4 lg:grid lg:content-center lg:justify-items-center lg:gap-3 lg:text-center">
      <Ring day={day} />
      <div className="grid gap-1">
        <h2 className="flex items-center gap-2 font-semibold lg:justify-center">
          <Dot color={stateColors[state]} />
          {t(`day.state.${state}`)}
        </h2>
        <p className="tabular text-ink-soft text-sm">
          {day.started_at ? t("day.since", { time: format.time(day.started_at) }) : t("day.notStarted")}
          {day.ended_at ? ` · ${t("day.until", { time: format.time(day.ended_at) })}` : ""}
        </p>
        <p className="tabular text-ink-muted text-sm">
          {day.planned
            ? t("day.plan", { from: format.time(day.planned.starts_at), to: format.time(day.planned.ends_at) })
            : t("day.dayOff")}
        </p>
      </div>
    </Panel>
  );
}

function Ring({ day }: { day: WorkDay }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const { presence_minutes: present, planned_minutes: planned } = day;
  const share = planned ? Math.min(1, present / planned) : 0;
  const presence = format.duration(present);
  const label = planned
    ? t("day.ring", { presence, planned: format.duration(planned) })
    : t("day.ringNoPlan", { presence });
  return (
    <div role="img" aria-label={label} className="relative size-24 shrink-0 lg:size-32">
      <svg viewBox="0 0 100 100" className="size-full -rotate-90" aria-hidden="true">
        <circle cx={50} cy={50} r={radius} fill="none" stroke="var(--line)" strokeWidth={7} />
        <circle
          cx={50}
          cy={50}
          r={radius}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={7}
          strokeLinecap="round"
          strokeDasharray={`${share * around} ${around}`}
          className={share > 0 ? "" : "opacity-0"}
        />
      </svg>
      <span className="absolute inset-0 grid place-content-center text-center">
        <span className="tabular font-semibold leading-5 lg:text-xl lg:leading-6">{clock(present)}</span>
        {planned ? (
          <span className="tabular text-2xs text-ink-muted lg:text-xs">{t("day.of", { planned: clock(planned) })}</span>
        ) : null}
      </span>
    </div>
  );
}

/** Minutes as they fit into a ring: "4:05". */
const clock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(Math.round(minutes % 60)).padStart(2, "0")}`;
