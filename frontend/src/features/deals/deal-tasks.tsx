import { useTranslation } from "react-i18next";
import { client, invalidate, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Checkbox } from "@/shared/ui/checkbox";
import { toastError, toastUndo } from "@/shared/ui/toast";

type Task = Schemas["TaskCard"];

const concerned = ["/api/v1/deals", "/api/v1/tasks", "/api/v1/dashboard"] as const;

/** The deal's tasks, done with one tap and undone with another. */
export function DealTasks({ tasks }: { tasks: Task[] }) {
  const { t } = useTranslation(["deals", "common"]);
  if (tasks.length === 0) return <p className="text-ink-muted text-sm">{t("noTasks")}</p>;
  return (
    <ul className="grid gap-1">
      {tasks.map((task) => (
        <TaskRow key={task.id} task={task} />
      ))}
    </ul>
  );
}

function TaskRow({ task }: { task: Task }) {
  const { t } = useTranslation(["deals", "common"]);
  const format = useFormat();
  const path = { params: { path: { task_id: task.id } } };
  const refresh = () => invalidate(...concerned);
  const reopen = () => void client.POST("/api/v1/tasks/{task_id}/reopen", path).then(refresh, toastError);
  const complete = () =>
    void client.POST("/api/v1/tasks/{task_id}/complete", path).then(() => {
      toastUndo(t("taskDone", { title: task.title }), reopen, t("common:undo"));
      return refresh();
    }, toastError);
  const isDone = task.status === "completed";
  return (
    <li className="flex items-center gap-2">
      <Checkbox value={isDone} onChange={() => (isDone ? reopen() : complete())}>
        <span className={isDone ? "text-ink-muted line-through" : ""}>{task.title}</span>
      </Checkbox>
      <span className="flex-1" />
      {task.due_at && !isDone ? (
        <Badge tone={task.status === "overdue" ? "bad" : task.group === "today" ? "good" : "neutral"}>
          {format.dateTime(task.due_at)}
        </Badge>
      ) : null}
    </li>
  );
}
