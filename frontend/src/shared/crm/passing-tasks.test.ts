import { describe, expect, it } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { compareTasks, countWithPassing, type PassingTask, withPassing } from "./passing-tasks";

type Task = Schemas["TaskCard"];

const task = (id: string, rest: Partial<Task> = {}) =>
  ({ id, title: id, priority: "normal", due_at: "2026-11-22T10:00:00Z", group: "today", ...rest }) as Task;

const passing = (...entries: [Task, PassingTask["state"]][]) =>
  new Map(entries.map(([of, state]) => [of.id, { task: of, state, suggestion: null }]));

const today = ({ group }: Task) => group === "today";
const ids = (tasks: Task[]) => tasks.map(({ id }) => id);

describe("a list of tasks with changes on their way", () => {
  it("keeps a done row in its place after the server has let go of it", () => {
    const [first, done, last] = [task("a"), task("b", { due_at: "2026-11-22T11:00:00Z" }), task("c", { due_at: null })];
    expect(ids(withPassing([first, last], passing([done, "done"]), today))).toEqual(["a", "b", "c"]);
    expect(ids(withPassing([first, done, last], passing([done, "done"]), today))).toEqual(["a", "b", "c"]);
  });

  it("takes away at once what was put off, and leaves other lists' rows alone", () => {
    const [first, second] = [task("a"), task("b")];
    expect(ids(withPassing([first, second], passing([second, "gone"]), today))).toEqual(["a"]);
    expect(ids(withPassing([first], passing([task("z", { group: "later" }), "done"]), today))).toEqual(["a"]);
  });

  it("counts what is left, and only what the server still counts", () => {
    const [first, second] = [task("a"), task("b")];
    expect(countWithPassing(7, [first, second], passing([second, "done"]))).toBe(6);
    expect(countWithPassing(6, [first], passing([second, "done"]))).toBe(6);
  });

  it("orders as the server does: due time, then priority, undated last", () => {
    const rows = [
      task("undated", { due_at: null }),
      task("normal"),
      task("high", { priority: "high" }),
      task("early", { due_at: "2026-11-22T09:00:00Z" }),
    ];
    expect(ids(rows.sort(compareTasks))).toEqual(["early", "high", "normal", "undated"]);
  });
});
