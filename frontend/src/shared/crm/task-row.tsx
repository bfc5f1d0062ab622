import { IconArrowRight, IconCheck, IconFlagFilled } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { usePassingTasks } from "./passing-tasks";
import { PersonAvatar } from "./people";
import { SnoozeMenu } from "./snooze-menu";
import { useTaskActions } from "./task-actions";
import { dueText, isOverdue } from "./task-due";
import { TaskKindIcon } from "./task-kind";

type Task = Schemas["TaskCard"];

interface TaskRowProps {
  task: Task;
  /** Opens the form with the next task that completing this one offered. */
  onNext?: (task: Task, offer: Schemas["NextTaskOffer"]) => void;
  /** The filters of the list it stands in, kept while the task is open. */
  listSearch?: { q?: string; owner?: string[]; view?: "done" };
  hasOwner?: boolean;
  /** Whether the snooze menu was opened by a key. */
  snooze?: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };
}

/** One task of a list: one press for done, one for later, its title opens it. */
export function TaskRow({ task, onNext, listSearch, hasOwner = false, snooze }: TaskRowProps) {
  const passing = usePassingTasks().get(task.id);
  const actions = useTaskActions();
  const isDone = passing ? passing.state === "done" : task.completed_at !== null;
  const offer = isDone && onNext ? passing?.suggestion : null;
  return (
    <li data-task={task.id} className="group flex min-h-13 items-center gap-1 border-b last:border-b-0">
      <DoneCircle task={task} isDone={isDone} onPress={() => void actions.toggle(task)} />
      <div className="min-w-0 flex-1 py-2 md:flex md:items-center md:gap-4">
        <div className="min-w-0 flex-1">
          <TaskTitle task={task} isDone={isDone} listSearch={listSearch} />
          <TaskBonds task={task} />
        </div>
        {offer ? <NextButton onPress={() => onNext?.(task, offer)} /> : <TaskMoment task={task} isDone={isDone} />}
      </div>
      {hasOwner ? (
        <span className="mx-1 max-md:hidden">
          <PersonAvatar person={task.owner} size={22} />
        </span>
      ) : null}
      {isDone ? (
        <span className="pointer-coarse:size-11 size-8 shrink-0" />
      ) : (
        <SnoozeMenu task={task} onSnooze={(wish) => void actions.snooze(task, wish)} shortcut="s" {...snooze} />
      )}
    </li>
  );
}

function NextButton({ onPress }: { onPress: () => void }) {
  const { t } = useTranslation("tasks");
  return (
    <Button onPress={onPress} className="animate-appear max-md:mt-1.5">
      {t("next")}
      <IconArrowRight size={16} stroke={1.75} aria-hidden="true" />
    </Button>
  );
}

/** The round check box of a task. */
export function DoneCircle({ task, isDone, onPress }: { task: Task; isDone: boolean; onPress: () => void }) {
  const { t } = useTranslation("tasks");
  return (
    <span className="group/circle relative -ml-1.5 grid pointer-coarse:size-11 size-8 shrink-0 place-items-center">
      <input
        type="checkbox"
        checked={isDone}
        onChange={onPress}
        aria-label={t("complete", { title: task.title })}
        className="absolute inset-0 cursor-pointer appearance-none rounded-full"
      />
      <span
        className={`pointer-events-none grid size-4.5 place-items-center rounded-full border-[1.5px] transition-colors duration-100 ${isDone ? "border-accent bg-accent text-white" : `${task.priority === "high" ? "border-bad" : "border-ink-muted"} text-transparent group-hover/circle:border-accent group-hover/circle:text-accent-ink`}`}
      >
        <IconCheck size={12} stroke={3} aria-hidden="true" />
      </span>
    </span>
  );
}

function TaskTitle({ task, isDone, listSearch }: { task: Task; isDone: boolean } & Pick<TaskRowProps, "listSearch">) {
  const { t } = useTranslation("crm");
  return (
    <div className="flex items-start gap-1.5">
      <Link
        to="/tasks"
        search={{ ...listSearch, open: task.id }}
        resetScroll={false}
        data-task-title
        className={`line-clamp-2 rounded-sm pointer-coarse:py-1.5 py-0.5 transition-colors [overflow-wrap:anywhere] ${isDone ? "text-ink-muted line-through" : "font-medium hover:text-accent-ink"}`}
      >
        {task.title}
      </Link>
      {task.priority === "high" && !isDone ? (
        <span className="mt-1.5 pointer-coarse:mt-2.5 shrink-0 text-bad">
          <IconFlagFilled size={12} aria-hidden="true" />
          <span className="sr-only">
            {t("task.priority.label")}: {t("task.priority.high")}
          </span>
        </span>
      ) : null}
    </div>
  );
}

const bondShape = "truncate rounded-sm pointer-coarse:py-1 hover:text-ink hover:underline";

/** The client and the deal it belongs to. */
function TaskBonds({ task: { client, deal } }: { task: Task }) {
  if (!client && !deal) return null;
  return (
    <p className="flex min-w-0 items-center gap-1.5 text-ink-muted text-sm">
      {client ? (
        <Link
          to="/clients/$id"
          params={{ id: client.id }}
          className={`${bondShape} ${deal ? "max-w-[60%] shrink-0" : ""}`}
        >
          {client.name}
        </Link>
      ) : null}
      {client && deal ? <span aria-hidden="true">·</span> : null}
      {deal ? (
        <Link to="/deals" search={{ open: deal.id }} className={bondShape}>
          {deal.title}
        </Link>
      ) : null}
    </p>
  );
}

/** What kind of work it is and when it is due; done, when it was done. */
function TaskMoment({ task, isDone }: { task: Task; isDone: boolean }) {
  const { t } = useTranslation("tasks");
  const format = useFormat();
  const words = { yesterday: t("day.yesterday"), today: t("day.today"), tomorrow: t("day.tomorrow") };
  const isLate = !isDone && isOverdue(task);
  const moment = isDone ? task.completed_at : task.due_at;
  return (
    <p
      className={`tabular flex shrink-0 items-center gap-1.5 text-sm empty:hidden md:justify-end ${isLate ? "text-bad" : "text-ink-muted"}`}
    >
      <TaskKindIcon kind={task.kind} />
      {moment ? (
        <>
          {isLate ? <span className="sr-only">{t("group.overdue")}: </span> : null}
          <time dateTime={moment}>{dueText(moment, format, words)}</time>
        </>
      ) : null}
    </p>
  );
}
