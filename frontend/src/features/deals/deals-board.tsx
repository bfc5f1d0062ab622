import { Accessibility, KeyboardSensor, PointerActivationConstraints, PointerSensor } from "@dnd-kit/dom";
import { move } from "@dnd-kit/helpers";
import { DragDropProvider, type DragEndEvent, type DragOverEvent, type DragStartEvent } from "@dnd-kit/react";
import { isSortable } from "@dnd-kit/react/sortable";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStageName } from "@/shared/crm/stage";
import { type Board, type Card, type Cards, cardsByStage, dropped } from "./board";
import { type CardActions, StageColumn } from "./stage-column";

// A card is dragged by any part of it, but only its handle takes the keyboard.
const sensors = [
  PointerSensor.configure({
    activatorElements: ({ element }) => [element],
    // The title's button covers the card, so a press on it may become a drag; the menu's may not.
    preventActivation: ({ target }) => target instanceof Element && target.closest("[data-undraggable]") !== null,
    activationConstraints: ({ pointerType }) => [
      pointerType === "touch"
        ? new PointerActivationConstraints.Delay({ value: 250, tolerance: 8 })
        : new PointerActivationConstraints.Distance({ value: 6 }),
    ],
  }),
  KeyboardSensor,
];

/** What a screen reader hears while a card travels. */
function useAnnouncements(stageName: (id: string) => string) {
  const { t } = useTranslation("deals");
  return useMemo(
    () =>
      Accessibility.configure({
        screenReaderInstructions: { draggable: t("drag.help") },
        announcements: {
          dragstart: ({ operation: { source } }: DragStartEvent) => t("drag.lifted", { title: source?.data.title }),
          dragover: ({ operation: { source } }: DragOverEvent) =>
            isSortable(source)
              ? t("drag.over", { stage: stageName(String(source.group)), position: source.index + 1 })
              : undefined,
          dragend: ({ operation: { source }, canceled }: DragEndEvent) =>
            canceled || !isSortable(source)
              ? t("drag.canceled")
              : t("moved", { title: source.data.title, stage: stageName(String(source.group)) }),
        },
      }),
    [t, stageName],
  );
}

interface DealsBoardProps extends CardActions {
  board: Board;
  onDrop: (card: Card, to: { stageId: string; beforeId: string | null }) => void;
  onMore: () => void;
}

export function DealsBoard({ board, onDrop, onMore, ...actions }: DealsBoardProps) {
  const name = useStageName();
  const settled = useMemo(() => cardsByStage(board), [board]);
  const stages = useMemo(() => board.stages.map(({ stage }) => stage), [board]);
  const [lifted, setLifted] = useState<Cards | null>(null);
  const cards = lifted ?? settled;
  const stageName = useMemo(
    () => (id: string) => {
      const stage = stages.find((item) => item.id === id);
      return stage ? name(stage) : "";
    },
    [stages, name],
  );
  const accessibility = useAnnouncements(stageName);

  function drop({ operation: { source }, canceled }: DragEndEvent) {
    setLifted(null);
    if (canceled || !source) return;
    const id = String(source.id);
    const to = dropped(settled, cards, id);
    const card = Object.values(settled)
      .flat()
      .find((item) => item.id === id);
    if (to && card) onDrop(card, to);
  }

  return (
    <DragDropProvider
      sensors={sensors}
      plugins={(defaults) => [...defaults.filter((plugin) => plugin !== Accessibility), accessibility]}
      onDragOver={(event) => setLifted((current) => move(current ?? settled, event))}
      onDragEnd={drop}
    >
      <div
        id="board"
        className="no-scrollbar relative flex min-h-0 flex-1 snap-x snap-mandatory gap-3 overflow-x-auto overscroll-x-contain px-4 pb-3 lg:snap-none lg:p-4"
      >
        {board.stages.map((column) => (
          <StageColumn
            key={column.stage.id}
            column={column}
            cards={cards[column.stage.id] ?? []}
            stages={stages}
            closedDays={board.closed_days}
            onMore={onMore}
            {...actions}
          />
        ))}
      </div>
    </DragDropProvider>
  );
}
