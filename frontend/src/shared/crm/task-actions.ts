import { useTranslation } from "react-i18next";
import { client as http, ifMatch, invalidate, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { toastError, toastUndo } from "@/shared/ui/toast";
import { dropPassing, dropPassingLater, keepPassing, passingTask } from "./passing-tasks";

type Task = Schemas["TaskCard"];
export type SnoozePreset = NonNullable<Schemas["Snooze"]["preset"]>;

/** A preset of the server's, or a moment of one's own. */
export type SnoozeWish = { preset: SnoozePreset } | { until: string };

// As long as the message with the way back.
const staysFor = 8000;

const refreshTasks = () => invalidate("/api/v1/tasks", "/api/v1/deals", "/api/v1/clients", "/api/v1/dashboard");
const path = (task: Task) => ({ params: { path: { task_id: task.id } } });

async function guarded(task: Task, run: () => Promise<void>) {
  try {
    await run();
  } catch (error) {
    dropPassing(task.id);
    void refreshTasks();
    toastError(error);
  }
}

/** What can be done to a task of a list with one press: at once on the screen, rolled back when the server refuses. */
export function useTaskActions() {
  const { t } = useTranslation(["tasks", "common"]);
  const format = useFormat();
  const undoLabel = t("common:undo");

  const reopen = (task: Task) =>
    guarded(task, async () => {
      keepPassing({ task, state: "open", suggestion: null });
      await http.POST("/api/v1/tasks/{task_id}/reopen", path(task));
      await refreshTasks();
      dropPassing(task.id);
    });

  const complete = (task: Task) =>
    guarded(task, async () => {
      if (passingTask(task.id)?.state === "done") return;
      keepPassing({ task, state: "done", suggestion: null });
      const { data } = await http.POST("/api/v1/tasks/{task_id}/complete", path(task));
      const hush = toastUndo(t("done", { title: task.title }), () => void reopen(task), undoLabel);
      keepPassing({ task, state: "done", suggestion: data?.suggestion ?? null, hush });
      dropPassingLater(task.id, staysFor);
      void refreshTasks();
    });

  const putBack = (before: Task, after: Task) =>
    guarded(before, async () => {
      await http.PATCH("/api/v1/tasks/{task_id}", {
        params: { path: { task_id: before.id }, header: ifMatch(after.version) },
        body: { due_at: before.due_at, remind_at: before.remind_at },
      });
      await refreshTasks();
    });

  const snooze = (task: Task, wish: SnoozeWish) =>
    guarded(task, async () => {
      keepPassing({ task, state: "gone", suggestion: null });
      const { data } = await http.POST("/api/v1/tasks/{task_id}/snooze", { ...path(task), body: wish });
      const after = data as Task;
      await refreshTasks();
      dropPassing(task.id);
      const title = t("snoozed", { when: format.dateTime(after.due_at ?? Date.now()) });
      toastUndo(title, () => void putBack(task, after), undoLabel);
    });

  const restore = (task: Task) =>
    guarded(task, async () => {
      await http.POST("/api/v1/tasks/{task_id}/restore", path(task));
      await refreshTasks();
    });

  const archive = (task: Task) =>
    guarded(task, async () => {
      keepPassing({ task, state: "gone", suggestion: null });
      await http.POST("/api/v1/tasks/{task_id}/archive", path(task));
      await refreshTasks();
      dropPassing(task.id);
      toastUndo(t("archived", { title: task.title }), () => void restore(task), undoLabel);
    });

  /** A press on the circle: done, or after all not. */
  const toggle = (task: Task) => {
    const state = passingTask(task.id)?.state;
    const isDone = state ? state === "done" : task.completed_at !== null;
    return isDone ? reopen(task) : complete(task);
  };

  return { complete, reopen, toggle, snooze, archive };
}
