import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { LazyTaskForm } from "@/shared/crm/lazy-task-form";
import { usePassingTasks } from "@/shared/crm/passing-tasks";
import { useTaskActions } from "@/shared/crm/task-actions";
import { DoneCircle } from "@/shared/crm/task-row";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { IconButton } from "@/shared/ui/icon-button";
import { Panel } from "@/shared/ui/page";

import { panelTitle } from "./panel-title";

type Task = Schemas["TaskCard"];
type Planning = { task?: Task; offer?: Schemas["NextTaskOffer"] } | null;

function useOpenTasks(clientId: string) {
  const query = { client: clientId, status: "open" as const, limit: 50 };
  const passing = usePassingTasks();
  const open = api.useQuery("get", "/api/v1/tasks", { params: { query } }).data?.items ?? [];
  // A task just completed stays in its place until the way back has gone.
  const done = [...passing.values()].filter(({ task, state }) => state === "done" && task.client?.id === clientId);
  const kept = done.map(({ task }) => task).filter(({ id }) => !open.some((task) => task.id === id));
  const shown = [...open.filter(({ id }) => passing.get(id)?.state !== "gone"), ...kept];
  return { tasks: shown, passing };
}

/** The client's open tasks: done with one press, changed with another; offers the next step. */
export function TasksPanel({ client }: { client: { id: string; name: string } }) {
  const { t } = useTranslation(["clients", "crm"]);
  const [planning, setPlanning] = useState<Planning>(null);
  const { tasks, passing } = useOpenTasks(client.id);
  const offers = [...passing.values()].flatMap(({ suggestion }) =>
    suggestion?.client_id === client.id ? [suggestion] : [],
  );
  return (
    <Panel
      title={panelTitle(t("tasks.title"), tasks.length)}
      actions={<IconButton icon={IconPlus} size="tiny" label={t("crm:task.new")} onPress={() => setPlanning({})} />}
    >
      {tasks.length === 0 ? <p className="text-ink-muted text-sm">{t("tasks.empty")}</p> : null}
      <ul className="grid gap-1">
        {tasks.map((task) => (
          <TaskLine
            key={task.id}
            task={task}
            isDone={passing.get(task.id)?.state === "done"}
            onEdit={() => setPlanning({ task })}
          />
        ))}
      </ul>
      {offers.map((offer) => (
        <div
          key={offer.title}
          className="mt-2 flex items-center gap-2 rounded-md bg-accent-soft py-1 pr-1 pl-3 text-sm"
        >
          <span className="min-w-0 flex-1 truncate">{offer.title}</span>
          <Button onPress={() => setPlanning({ offer })}>{t("tasks.plan")}</Button>
        </div>
      ))}
      {planning ? (
        <LazyTaskForm
          isOpen
          client={planning.task ? undefined : client}
          task={planning.task}
          initial={
            planning.offer && { title: planning.offer.title, kind: planning.offer.kind, due_at: planning.offer.due_at }
          }
          onClose={() => setPlanning(null)}
        />
      ) : null}
    </Panel>
  );
}

function TaskLine({ task, isDone, onEdit }: { task: Task; isDone: boolean; onEdit: () => void }) {
  const format = useFormat();
  const { toggle } = useTaskActions();
  return (
    <li className="flex min-w-0 items-center gap-1">
      <DoneCircle task={task} isDone={isDone} onPress={() => void toggle(task)} />
      <button
        type="button"
        onClick={onEdit}
        className={`min-h-6 min-w-0 flex-1 cursor-pointer break-words rounded-sm text-left hover:underline ${isDone ? "text-ink-muted line-through" : ""}`}
      >
        {task.title}
      </button>
      {task.due_at ? (
        <Badge tone={task.status === "overdue" ? "bad" : task.group === "today" ? "good" : "neutral"}>
          {task.group === "today" ? format.time(task.due_at) : format.date(task.due_at)}
        </Badge>
      ) : null}
    </li>
  );
}
