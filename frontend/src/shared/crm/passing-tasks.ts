import type { Schemas } from "@/shared/api/client";
import { createStore, useStore } from "@/shared/lib/store";

type Task = Schemas["TaskCard"];

/** A task whose change is newer than the list that shows it. */
export interface PassingTask {
  task: Task;
  /** "done" and "open" keep the row in its place; "gone" takes it away before the server does. */
  state: "done" | "open" | "gone";
  /** What could come next, once the server has said so. */
  suggestion: Schemas["NextTaskOffer"] | null;
  /** Takes away the message about it. */
  hush?: () => void;
}

export type PassingTasks = ReadonlyMap<string, PassingTask>;

const store = createStore<PassingTasks>(new Map());
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export const usePassingTasks = (): PassingTasks => useStore(store);

export const passingTask = (id: string) => store.get().get(id);

export function keepPassing(entry: PassingTask) {
  clearTimeout(timers.get(entry.task.id));
  store.set((map) => new Map(map).set(entry.task.id, entry));
}

export function dropPassing(id: string) {
  clearTimeout(timers.get(id));
  timers.delete(id);
  store.set((map) => new Map([...map].filter(([key]) => key !== id)));
}

/** Lets a row go after a while; another change of it starts the wait anew. */
export function dropPassingLater(id: string, ms: number) {
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => dropPassing(id), ms),
  );
}

const ranks = { high: 0, normal: 1, low: 2 } as const;

/** The server's order: by due time (undated last), then priority, then id. */
export function compareTasks(one: Task, other: Task): number {
  const due = (task: Task) => (task.due_at ? Date.parse(task.due_at) : Number.POSITIVE_INFINITY);
  const [a, b] = [due(one), due(other)];
  if (a !== b) return a < b ? -1 : 1;
  return ranks[one.priority] - ranks[other.priority] || (one.id < other.id ? -1 : 1);
}

/**
 * A list of the server's with what has just happened to it: rows on their way out are gone, rows done a moment ago stay
 * where they were. `belongs` says whether such a row was in this list.
 */
export function withPassing(items: readonly Task[], passing: PassingTasks, belongs: (task: Task) => boolean): Task[] {
  const shown = items.filter((task) => passing.get(task.id)?.state !== "gone");
  const known = new Set(shown.map(({ id }) => id));
  const kept = [...passing.values()]
    .filter(({ task, state }) => state !== "gone" && !known.has(task.id) && belongs(task))
    .map(({ task }) => task);
  return kept.length ? [...shown, ...kept].sort(compareTasks) : shown;
}

/** A count of the server's less what it does not yet know to be done or gone. */
export const countWithPassing = (count: number, items: readonly Task[], passing: PassingTasks) =>
  count - items.filter(({ id }) => ["done", "gone"].includes(passing.get(id)?.state ?? "")).length;
