import { Link } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { PersonName } from "@/shared/crm/people";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { CorrectionCard } from "./correction-card";
import { WorkStrip } from "./work-strip";

const DisputeDialog = lazy(() => import("./dispute-dialog").then((module) => ({ default: module.DisputeDialog })));

type DayPage = Schemas["DayPage"];

const dash = "—";

/** Everything about one day: figures, the strip, sign-ins, breaks, what was disputed, and where the time went. */
export function DayDetail({ page, isOwn }: { page: DayPage; isOwn: boolean }) {
  const { t } = useTranslation("worktime");
  const isEmpty = page.sessions.length === 0 && page.presence_minutes === 0;
  return (
    <div className="grid gap-6">
      {isOwn ? null : (
        <Link to="/team/$id/time" params={{ id: page.manager.id }} className="w-fit rounded-sm hover:text-accent-ink">
          <PersonName person={page.manager} size={24} />
        </Link>
      )}
      <Figures page={page} />
      {page.strip && !isEmpty ? <WorkStrip strip={page.strip} day={page} /> : null}
      {isEmpty ? <p className="text-ink-muted">{t(page.absence ? `absence.${page.absence}` : "day.nothing")}</p> : null}
      <Dispute page={page} isOwn={isOwn} />
      <Sessions page={page} />
      <Breaks page={page} />
      <Focus page={page} />
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-2">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Figures({ page }: { page: DayPage }) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  const minutes = (value: number | null | undefined) => (value ? format.duration(value) : dash);
  const span = page.started_at
    ? `${format.time(page.started_at)} – ${page.ended_at ? format.time(page.ended_at) : t("day.now")}`
    : dash;
  const share = page.activity_rate === null ? "" : ` · ${format.percent(page.activity_rate, 0)}`;
  const facts: [string, ReactNode][] = [
    [t("figure.shift"), span],
    [
      t("figure.plan"),
      page.planned ? `${format.time(page.planned.starts_at)} – ${format.time(page.planned.ends_at)}` : t("day.off"),
    ],
    [t("figure.presence"), minutes(page.presence_minutes)],
    [t("figure.active"), page.active_minutes ? `${minutes(page.active_minutes)}${share}` : dash],
    [t("figure.breaks"), minutes(page.break_minutes)],
    [t("figure.attested"), minutes(page.attested_minutes)],
  ];
  const notes = [
    page.late_minutes ? t("day.late", { time: format.duration(page.late_minutes) }) : null,
    page.left_early_minutes ? t("day.leftEarly", { time: format.duration(page.left_early_minutes) }) : null,
    page.closed_by === "auto" ? t("day.auto") : null,
    page.corrected_minutes === null ? null : t("day.corrected", { time: format.duration(page.corrected_minutes) }),
  ].filter((note) => note !== null);
  return (
    <div className="grid gap-3">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3">
        {facts.map(([name, value]) => (
          <div key={name} className="grid">
            <dt className="text-ink-muted text-xs">{name}</dt>
            <dd className="tabular font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {notes.length > 0 ? (
        <p className="flex flex-wrap gap-1.5">
          {notes.map((note) => (
            <Badge key={note}>{note}</Badge>
          ))}
        </p>
      ) : null}
    </div>
  );
}

function Dispute({ page, isOwn }: { page: DayPage; isOwn: boolean }) {
  const { t } = useTranslation("worktime");
  const [isOpen, setOpen] = useState(false);
  const waits = page.corrections.some(({ status }) => status === "open");
  if (!isOwn && page.corrections.length === 0) return null;
  return (
    <Part title={t("dispute.title")}>
      {page.corrections.map((correction) => (
        <CorrectionCard key={correction.id} correction={correction} isOwn={isOwn} />
      ))}
      {isOwn && !waits ? (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="min-w-0 flex-1 text-pretty text-ink-muted text-sm">{t("dispute.lead")}</p>
          <Button onPress={() => setOpen(true)}>{t("dispute.open")}</Button>
        </div>
      ) : null}
      <Suspense>{isOpen ? <DisputeDialog page={page} onClose={() => setOpen(false)} /> : null}</Suspense>
    </Part>
  );
}

function Sessions({ page }: { page: DayPage }) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  if (page.sessions.length === 0) return null;
  return (
    <Part title={t("sessions.title")}>
      <ul className="grid gap-1.5 text-sm">
        {page.sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap justify-between gap-x-3">
            <span className="tabular">
              {format.time(session.started_at)} – {session.ended_at ? format.time(session.ended_at) : t("day.now")}
            </span>
            <span className="text-ink-muted">
              {session.ended_by
                ? t(`sessions.by.${session.ended_by}`)
                : t("sessions.last", { time: format.time(session.last_beat_at) })}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Breaks({ page }: { page: DayPage }) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  if (page.breaks.length === 0) return null;
  return (
    <Part title={t("breaks.title")}>
      <ul className="grid gap-1.5 text-sm">
        {page.breaks.map((rest) => (
          <li key={rest.id} className="flex flex-wrap justify-between gap-x-3">
            <span className="tabular">
              {format.time(rest.started_at)} – {rest.ended_at ? format.time(rest.ended_at) : t("day.now")}
            </span>
            {rest.ended_by && rest.ended_by !== "manager" ? (
              <span className="text-ink-muted">{t(`breaks.by.${rest.ended_by}`)}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Focus({ page }: { page: DayPage }) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  if (page.focus.length === 0) return null;
  const most = page.focus[0]?.minutes ?? 1;
  return (
    <Part title={t("focus.title")}>
      <ul className="grid gap-1.5 text-sm">
        {page.focus.map(({ client_id, name, minutes }) => (
          <li key={client_id} className="grid grid-cols-[minmax(0,1fr)_5rem_4.5rem] items-center gap-3">
            {name ? (
              <Link to="/clients/$id" params={{ id: client_id }} className="truncate rounded-sm hover:text-accent-ink">
                {name}
              </Link>
            ) : (
              <span className="truncate text-ink-muted">{t("focus.hidden")}</span>
            )}
            <span aria-hidden="true" className="h-1.5 overflow-clip rounded-full bg-sunken">
              <span className="block h-full rounded-full bg-accent" style={{ width: `${(minutes / most) * 100}%` }} />
            </span>
            <span className="tabular text-right">{format.duration(minutes)}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
