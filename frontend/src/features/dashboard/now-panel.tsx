import { IconChevronDown, IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { LazyTaskForm } from "@/shared/crm/lazy-task-form";
import { countWithPassing, usePassingTasks, withPassing } from "@/shared/crm/passing-tasks";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { TaskRow } from "@/shared/crm/task-row";
import { useFormat } from "@/shared/lib/use-format";
import { Button, ButtonLink } from "@/shared/ui/button";
import { Panel } from "@/shared/ui/page";

interface NowPanelProps {
  now: Schemas["ToDoNow"];
  onNext: (task: Schemas["TaskCard"], offer: Schemas["NextTaskOffer"]) => void;
}

const shownAtFirst = 3;

/** What to do now, in this order: those who wait for an answer, overdue tasks, deals without a next step or grown stale. */
export function NowPanel({ now, onNext }: NowPanelProps) {
  const { t } = useTranslation("dashboard");
  const passing = usePassingTasks();
  const overdue = withPassing(now.overdue.items, passing, ({ group }) => group === "overdue");
  const overdueCount = countWithPassing(now.overdue.count, now.overdue.items, passing);
  const minutes = useMe().company?.sla_minutes ?? 0;
  const isLate = now.waiting.items.some(({ late }) => late);
  const isCalm = now.waiting.count + overdue.length + now.without_next_step.count + now.stale.count === 0;
  return (
    <Panel title={t("now.title")}>
      {isCalm ? (
        <p className="flex items-center gap-2 text-ink-soft">
          <IconCircleCheck size={18} stroke={1.75} className="shrink-0 text-good" aria-hidden="true" />
          {t("now.calm")}
        </p>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Pile
            title={t("now.waiting")}
            count={now.waiting.count}
            hint={isLate ? t("now.clock", { count: minutes }) : null}
            rows={now.waiting.items.map((item) => <WaitingRow key={item.client.id} item={item} />)}
          />
          <Pile
            title={t("now.overdue")}
            count={overdueCount}
            all={
              <ButtonLink to="/tasks" look="ghost" className="-ml-3">
                {t("tasks.all")}
              </ButtonLink>
            }
            rows={overdue.map((task) => <TaskRow key={task.id} task={task} onNext={onNext} />)}
          />
          <Pile
            title={t("now.stuck")}
            count={now.without_next_step.count}
            rows={now.without_next_step.items.map((deal) => <StuckRow key={deal.id} deal={deal} />)}
          />
          <Pile
            title={t("now.stale")}
            count={now.stale.count}
            rows={now.stale.items.map((deal) => <StuckRow key={deal.id} deal={deal} />)}
          />
        </div>
      )}
    </Panel>
  );
}

interface PileProps {
  title: string;
  count: number;
  rows: ReactNode[];
  /** The way to all of them. */
  all?: ReactNode;
  /** By which rule rows are marked. */
  hint?: string | null;
}

/** One kind of what waits: the first few, on request the rest of what was sent, then where all of them are. */
function Pile({ title, count, rows, all, hint }: PileProps) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const [isWhole, setWhole] = useState(false);
  if (rows.length === 0) return null;
  const hidden = rows.length - shownAtFirst;
  return (
    <section aria-label={title}>
      <h3 className="flex items-baseline gap-2 border-b pb-1.5 text-ink-soft text-sm">
        <span className="font-medium">{title}</span>
        <span className="tabular text-ink-muted">{format.number(count)}</span>
      </h3>
      {hint ? <p className="pt-1.5 text-ink-muted text-xs">{hint}</p> : null}
      <ul>{isWhole ? rows : rows.slice(0, shownAtFirst)}</ul>
      {!isWhole && hidden > 0 ? (
        <Button look="ghost" onPress={() => setWhole(true)} className="-ml-3">
          {t("now.more", { count: hidden })}
          <IconChevronDown size={15} stroke={1.75} aria-hidden="true" />
        </Button>
      ) : count > rows.length ? (
        all
      ) : null}
    </section>
  );
}

const rowShape = "flex min-h-13 items-center gap-3 border-b py-2 last:border-b-0";
const titleShape = "min-w-0 truncate rounded-sm font-medium hover:text-accent-ink pointer-coarse:py-1";

function WaitingRow({ item: { client, channel, words, waiting_since, late } }: { item: Schemas["Waiting"] }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  return (
    <li className={rowShape}>
      <div className="grid min-w-0 flex-1 gap-0.5">
        <span className="flex min-w-0 items-baseline gap-2">
          <Link to="/clients/$id" params={{ id: client.id }} className={titleShape}>
            {client.name}
          </Link>
          <time dateTime={waiting_since} className={`tabular shrink-0 text-xs ${late ? "text-bad" : "text-ink-muted"}`}>
            {late ? <span className="sr-only">{t("now.late")} </span> : null}
            {format.relative(waiting_since)}
          </time>
        </span>
        <span className="flex min-w-0 items-center gap-1.5 text-ink-muted text-sm">
          <ChannelIcon channel={channel} size={14} />
          <span className="truncate">{words || t("now.noWords")}</span>
        </span>
      </div>
      <ButtonLink to="/clients/$id" params={{ id: client.id }} aria-label={t("now.answerTo", { name: client.name })}>
        {t("now.answer")}
      </ButtonLink>
    </li>
  );
}

function StuckRow({ deal }: { deal: Schemas["DealCard"] }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const [isPlanning, setPlanning] = useState(false);
  return (
    <li className={rowShape}>
      <div className="grid min-w-0 flex-1 gap-0.5">
        <Link to="/deals" search={{ open: deal.id }} className={titleShape}>
          {deal.title}
        </Link>
        <span className="flex min-w-0 gap-1.5 text-ink-muted text-sm">
          <span className="truncate">{deal.client.name}</span>
          <span aria-hidden="true">·</span>
          <span className="tabular shrink-0">{format.money(deal.amount_minor, deal.currency)}</span>
        </span>
      </div>
      <Button onPress={() => setPlanning(true)} aria-label={t("now.planFor", { title: deal.title })}>
        {t("now.plan")}
      </Button>
      {isPlanning ? <LazyTaskForm isOpen onClose={() => setPlanning(false)} client={deal.client} deal={deal} /> : null}
    </li>
  );
}
