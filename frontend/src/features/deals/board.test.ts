import { describe, expect, it } from "vitest";
import { type Board, type Card, cardsByStage, dropped, moved } from "./board";

const card = (id: string, stage: string, amount = 100): Card => ({
  id,
  title: id,
  client: { id: "c", name: "Client" },
  source: null,
  owner: null,
  stage_id: stage,
  outcome: "open",
  amount_minor: amount,
  currency: "UAH",
  stage_entered_at: "2026-01-01T00:00:00Z",
  days_in_stage: 3,
  stale: true,
  next_task: null,
  next_state: "none",
  expected_close_on: null,
  closed_at: null,
  lost_reason: null,
  created_at: "2026-01-01T00:00:00Z",
  archived_at: null,
  version: 1,
});

const board = (): Board => ({
  closed_days: 30,
  stages: (["new", "won"] as const).map((key, position) => ({
    stage: {
      id: key,
      key,
      name: key,
      outcome: key === "won" ? "won" : "open",
      color: key,
      position,
      stale_after_days: null,
      archived_at: null,
      version: 1,
    },
    count: key === "new" ? 3 : 1,
    sum_minor: key === "new" ? 300 : 100,
    currency: "UAH",
    items: key === "new" ? [card("a", key), card("b", key), card("c", key)] : [card("w", key)],
    next: null,
  })),
});

const ids = (state: Board, stage: string) => cardsByStage(state)[stage]?.map(({ id }) => id);

describe("moved", () => {
  it("puts a card before another one of its column and counts nothing anew", () => {
    const after = moved(board(), "c", { stage_id: "new", before_id: "a" });
    expect(ids(after, "new")).toEqual(["c", "a", "b"]);
    expect(after.stages[0]).toMatchObject({ count: 3, sum_minor: 300 });
  });

  it("takes count and sum along to another column, on top where closings order themselves", () => {
    const after = moved(board(), "b", { stage_id: "won", before_id: null, amount_minor: 250 });
    expect(ids(after, "won")).toEqual(["b", "w"]);
    expect(after.stages[0]).toMatchObject({ count: 2, sum_minor: 200 });
    expect(after.stages[1]).toMatchObject({ count: 2, sum_minor: 350 });
    expect(after.stages[1]?.items[0]).toMatchObject({ outcome: "won", stale: false, days_in_stage: 0 });
  });

  it("leaves the board alone for a card or a stage that it does not show", () => {
    expect(moved(board(), "x", { stage_id: "won", before_id: null })).toEqual(board());
    expect(moved(board(), "a", { stage_id: "gone", before_id: null })).toEqual(board());
  });
});

describe("dropped", () => {
  const before = cardsByStage(board());
  it("says nothing when the card came back to its place", () => expect(dropped(before, before, "b")).toBeNull());
  it("names the next card, or none at the end", () => {
    const after = cardsByStage(moved(board(), "a", { stage_id: "new", before_id: "c" }));
    expect(dropped(before, after, "a")).toEqual({ stageId: "new", beforeId: "c" });
    const end = cardsByStage(moved(board(), "a", { stage_id: "new", before_id: null }));
    expect(dropped(before, end, "a")).toEqual({ stageId: "new", beforeId: null });
  });
});
