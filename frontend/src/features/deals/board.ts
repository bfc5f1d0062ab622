import type { Schemas } from "@/shared/api/client";

export type Board = Schemas["Board"];
export type Column = Schemas["BoardColumn"];
export type Card = Schemas["DealCard"];
export type Move = Schemas["Move"];

export type Cards = Record<string, Card[]>;

/** The cards of every column by stage, in board order. */
export const cardsByStage = (board: Board): Cards =>
  Object.fromEntries(board.stages.map(({ stage, items }) => [stage.id, items]));

/** Where a card lies: its column, or nothing when the board does not show it. */
export const columnOf = (cards: Cards, id: string) =>
  Object.keys(cards).find((stage) => cards[stage]?.some((card) => card.id === id));

/** What a drop means to the server, or nothing when the card lies where it lay. */
export function dropped(before: Cards, after: Cards, id: string): { stageId: string; beforeId: string | null } | null {
  const stageId = columnOf(after, id);
  if (!stageId) return null;
  const cards = after[stageId] ?? [];
  const place = cards.findIndex((card) => card.id === id);
  if (before[stageId]?.[place]?.id === id) return null;
  return { stageId, beforeId: cards[place + 1]?.id ?? null };
}

const counted = (column: Column, card: Card, sign: 1 | -1): Column => ({
  ...column,
  count: column.count + sign,
  sum_minor: column.sum_minor + (card.currency === column.currency ? sign * card.amount_minor : 0),
});

/** The board as it will be once the server agrees: the card moved, both columns counted anew. */
export function moved(board: Board, id: string, { stage_id, before_id, amount_minor }: Move): Board {
  const from = board.stages.find(({ items }) => items.some((card) => card.id === id));
  const card = from?.items.find((item) => item.id === id);
  const target = board.stages.find(({ stage }) => stage.id === stage_id);
  if (!from || !card || !target || id === before_id) return board;
  const changesStage = from.stage.id !== stage_id;
  const landed: Card = {
    ...card,
    amount_minor: amount_minor ?? card.amount_minor,
    ...(changesStage
      ? {
          stage_id,
          outcome: target.stage.outcome,
          stage_entered_at: new Date().toISOString(),
          days_in_stage: 0,
          stale: false,
        }
      : {}),
  };
  return {
    ...board,
    stages: board.stages.map((column) => {
      const rest = column.items.filter((item) => item.id !== id);
      const left = column === from ? counted({ ...column, items: rest }, card, -1) : column;
      if (column.stage.id !== stage_id) return left;
      // Closed columns order themselves, the newest closing first.
      const at = place(rest, before_id, target.stage.outcome !== "open" && changesStage);
      return counted({ ...left, items: rest.toSpliced(at, 0, landed) }, landed, 1);
    }),
  };
}

function place(cards: Card[], beforeId: string | null | undefined, toTop: boolean) {
  if (toTop) return 0;
  const at = beforeId ? cards.findIndex((card) => card.id === beforeId) : -1;
  return at < 0 ? cards.length : at;
}
