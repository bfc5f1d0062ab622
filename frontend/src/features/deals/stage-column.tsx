import { CollisionPriority } from "@dnd-kit/abstract";
import { SortableKeyboardPlugin } from "@dnd-kit/dom/sortable";
import { useDroppable } from "@dnd-kit/react";
import { useSortable } from "@dnd-kit/react/sortable";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { stageColor, useStageName } from "@/shared/crm/stage";
import { useFormat } from "@/shared/lib/use-format";
import { Dot } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import type { Card, Column } from "./board";
import { DealCard } from "./deal-card";

// React owns the order of the cards, so the plugin that reorders the DOM by itself is left out.
const plugins = [SortableKeyboardPlugin];

export interface CardActions {
  onMove: (card: Card, stageId: string) => void;
  onOpen: (card: Card) => void;
  onTask: (card: Card) => void;
}

interface DraggableCardProps extends CardActions {
  card: Card;
  stageId: string;
  index: number;
  stages: Column["stage"][];
}

const DraggableCard = memo(function DraggableCard({
  card,
  stageId,
  index,
  stages,
  onMove,
  onOpen,
  onTask,
}: DraggableCardProps) {
  const { ref, handleRef, isDragging } = useSortable({
    id: card.id,
    index,
    type: "deal",
    accept: "deal",
    group: stageId,
    data: card,
    plugins,
  });
  return (
    <li
      ref={ref}
      data-deal={card.id}
      data-dragging={isDragging || undefined}
      className="group relative mb-2 touch-manipulation rounded-lg border bg-raised p-3 shadow-card hover:border-line-strong data-dragging:shadow-pop"
    >
      <DealCard
        card={card}
        stages={stages}
        handleRef={handleRef}
        onMove={(target) => onMove(card, target)}
        onOpen={() => onOpen(card)}
        onTask={() => onTask(card)}
      />
    </li>
  );
});

interface StageColumnProps extends CardActions {
  column: Column;
  cards: Card[];
  stages: Column["stage"][];
  closedDays: number;
  onMore: () => void;
}

export function StageColumn({ column, cards, stages, closedDays, onMore, ...actions }: StageColumnProps) {
  const { t } = useTranslation(["deals", "common"]);
  const format = useFormat();
  const name = useStageName();
  const { stage, count, sum_minor, currency } = column;
  const { ref, isDropTarget } = useDroppable({
    id: stage.id,
    type: "stage",
    accept: "deal",
    collisionPriority: CollisionPriority.Low,
  });
  return (
    <section
      ref={ref}
      id={`stage-${stage.id}`}
      aria-label={name(stage)}
      data-drop-target={isDropTarget || undefined}
      className="flex min-h-0 w-[84vw] shrink-0 snap-center flex-col rounded-lg bg-sunken data-drop-target:bg-accent-soft sm:w-72 xl:w-auto xl:min-w-56 xl:flex-1"
    >
      <header className="flex h-10 shrink-0 items-center gap-2 px-3">
        <Dot color={stageColor(stage.color)} />
        <h2 className="truncate font-semibold text-sm">{name(stage)}</h2>
        <span className="tabular text-ink-muted text-xs">{format.number(count)}</span>
        <span className="tabular ml-auto shrink-0 text-ink-muted text-xs">
          {format.compactMoney(sum_minor, currency)}
        </span>
      </header>
      <div className="scroll-area relative min-h-0 flex-1 px-2 pt-0.5 pb-1">
        <ul aria-label={name(stage)} className="min-h-24">
          {cards.map((card, index) => (
            <DraggableCard key={card.id} card={card} stageId={stage.id} index={index} stages={stages} {...actions} />
          ))}
        </ul>
        {cards.length === 0 ? (
          <p className="-mt-20 px-2 text-center text-ink-muted text-xs">{t("emptyColumn")}</p>
        ) : null}
        {column.next ? (
          <Button look="ghost" className="mb-2 w-full" onPress={onMore}>
            {t("common:showMore")}
          </Button>
        ) : null}
        {stage.outcome !== "open" && cards.length > 0 ? (
          <p className="px-2 pb-2 text-center text-2xs text-ink-muted">{t("closedWindow", { count: closedDays })}</p>
        ) : null}
      </div>
    </section>
  );
}
