import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { LazyTaskForm } from "./lazy-task-form";
import { passingTask } from "./passing-tasks";

type Task = Schemas["TaskCard"];
type Offer = Schemas["NextTaskOffer"];

/** The form that a completed task's offer fills in: `next.open(task, offer)` and `{next.form}` on the page. */
export function useNextTask() {
  const [given, setGiven] = useState<{ task: Task; offer: Offer } | null>(null);
  const form = given ? (
    <LazyTaskForm
      isOpen
      onClose={() => setGiven(null)}
      client={given.task.client ?? undefined}
      deal={given.task.deal ?? undefined}
      initial={{ title: given.offer.title, kind: given.offer.kind, due_at: given.offer.due_at }}
    />
  ) : null;
  const open = (task: Task, offer: Offer) => {
    // Who plans the next one means it, and the message would lie over the form's buttons.
    passingTask(task.id)?.hush?.();
    setGiven({ task, offer });
  };
  return { open, form };
}
