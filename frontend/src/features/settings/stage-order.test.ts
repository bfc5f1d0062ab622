import { expect, it } from "vitest";
import { moved, type Stage, successors } from "./stage-order";

it("a stage changes places and nothing gets lost", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], 0, 9)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b"], 1, -1)).toEqual(["b", "a"]);
});

it("deals go to a stage of the same kind only", () => {
  const stages = [
    { id: "1", outcome: "open" },
    { id: "2", outcome: "open" },
    { id: "3", outcome: "won" },
  ] as Stage[];
  expect(successors(stages, stages[0] as Stage).map(({ id }) => id)).toEqual(["2"]);
  expect(successors(stages, stages[2] as Stage)).toEqual([]);
});
