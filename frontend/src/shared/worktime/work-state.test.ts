import { expect, it } from "vitest";
import { breakSince, workActions } from "./work-state";

const began = "2026-11-26T07:02:00Z";
const rest = { id: "1", started_at: "2026-11-26T11:00:00Z", ended_at: null, ended_by: null };

it.each([
  ["working", began, ["break", "stop"]],
  ["away", began, ["break", "stop"]],
  ["break", began, ["back", "stop"]],
  ["off", began, ["resume"]],
  ["off", null, ["start"]],
  [null, null, ["start"]],
] as const)("%s since %s offers %o", (state, started_at, actions) => {
  expect(workActions({ state, started_at, breaks: [] })).toEqual(actions);
});

it("knows since when the present break lasts", () => {
  const over = { ...rest, ended_at: "2026-11-26T11:20:00Z", ended_by: "manager" as const };
  expect(breakSince({ state: "working", started_at: began, breaks: [over] })).toBeNull();
  expect(breakSince({ state: "break", started_at: began, breaks: [over, rest] })).toBe(rest.started_at);
});
