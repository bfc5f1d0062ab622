import { IconDots, IconGripVertical } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { PersonAvatar } from "@/shared/crm/people";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { StageName, useStageName } from "@/shared/crm/stage";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Menu, MenuGroup, MenuItem, MenuSeparator, MenuTrigger } from "@/shared/ui/menu";
import type { Card, Column } from "./board";

const tones = { overdue: "bad", today: "good", later: "neutral", none: "warn" } as const;

interface DealCardProps {
  card: Card;
  stages: Column["stage"][];
  handleRef: (element: Element | null) => void;
  onMove: (stageId: string) => void;
  onOpen: () => void;
  onTask: () => void;
}

export function DealCard({ card, stages, handleRef, onMove, onOpen, onTask }: DealCardProps) {
  const { t } = useTranslation("deals");
  const format = useFormat();
  return (
    <div className="grid gap-2">
      <div className="flex items-start gap-1">
        <button
          type="button"
          onClick={onOpen}
          className="line-clamp-2 min-w-0 flex-1 cursor-pointer pointer-coarse:pr-9 text-left font-medium leading-5 after:absolute after:inset-0 after:rounded-lg"
        >
          {card.title}
        </button>
        <span className="absolute top-1.5 right-1.5 z-10 flex rounded-md bg-raised opacity-0 pointer-coarse:opacity-100 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100">
          <button
            ref={handleRef}
            type="button"
            aria-label={t("drag.handle", { title: card.title })}
            className="grid pointer-coarse:hidden size-6 cursor-grab place-items-center rounded-md text-ink-muted"
          >
            <IconGripVertical size={14} aria-hidden="true" />
          </button>
          <span data-undraggable className="flex">
            <CardMenu card={card} stages={stages} onMove={onMove} onOpen={onOpen} onTask={onTask} />
          </span>
        </span>
      </div>
      <p className="flex items-center gap-1.5 text-ink-muted text-xs">
        <ChannelIcon channel={card.source?.channel ?? "other"} size={13} />
        <span className="truncate">{card.client.name}</span>
      </p>
      <div className="flex items-center gap-2">
        <span className="tabular min-w-0 flex-1 truncate font-semibold text-sm">
          {format.money(card.amount_minor, card.currency)}
        </span>
        {card.outcome === "open" ? (
          <Badge tone={tones[card.next_state]}>
            {card.next_task?.due_at
              ? format.date(card.next_task.due_at)
              : t(card.next_task ? "next.undated" : "next.none")}
          </Badge>
        ) : null}
        <PersonAvatar person={card.owner} />
      </div>
      {card.stale ? <p className="text-2xs text-warn">{t("daysInStage", { count: card.days_in_stage })}</p> : null}
    </div>
  );
}

type CardMenuProps = Omit<DealCardProps, "handleRef">;

function CardMenu({ card, stages, onMove, onOpen, onTask }: CardMenuProps) {
  const { t } = useTranslation("deals");
  const name = useStageName();
  return (
    <MenuTrigger>
      <Button look="ghost" size="tiny" aria-label={t("actions", { title: card.title })}>
        <IconDots size={15} aria-hidden="true" />
      </Button>
      <Menu title={t("actions", { title: card.title })} disabledKeys={[card.stage_id]}>
        <MenuItem onAction={onOpen}>{t("open")}</MenuItem>
        <MenuItem onAction={onTask}>{t("addTask")}</MenuItem>
        <MenuSeparator />
        <MenuGroup title={t("moveTo")}>
          {stages.map((stage) => (
            <MenuItem key={stage.id} id={stage.id} textValue={name(stage)} onAction={() => onMove(stage.id)}>
              <StageName stage={stage} />
            </MenuItem>
          ))}
        </MenuGroup>
      </Menu>
    </MenuTrigger>
  );
}
