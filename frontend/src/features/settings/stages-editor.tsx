import { IconArchive, IconGripVertical, IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Button as AriaButton, GridList, GridListItem, useDragAndDrop } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { stageColor, useStageName } from "@/shared/crm/stage";
import { Badge, Dot } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { IconButton } from "@/shared/ui/icon-button";
import { Panel } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";
import { ArchiveStageDialog } from "./archive-stage-dialog";
import { StageDialog } from "./stage-dialog";
import { moved, type Stage } from "./stage-order";
import { useOrderStages } from "./use-stages";

type Asked = { kind: "edit"; stage: Stage | null } | { kind: "archive"; stage: Stage };

/** The columns of the board: their names, colours, order and patience. */
export function StagesEditor() {
  const { t } = useTranslation("settings");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/stages", {});
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <Panel
      title={t("stages.title")}
      actions={
        <Button onPress={() => setAsked({ kind: "edit", stage: null })}>
          <IconPlus size={16} aria-hidden="true" />
          {t("stages.add")}
        </Button>
      }
    >
      <p className="mb-3 text-ink-muted text-sm">{t("stages.lead")}</p>
      {data ? (
        <StageList stages={data.items} onAsk={setAsked} />
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <SkeletonText lines={5} />
      )}
      {asked?.kind === "edit" ? <StageDialog stage={asked.stage} onClose={close} /> : null}
      {asked?.kind === "archive" && data ? (
        <ArchiveStageDialog stage={asked.stage} stages={data.items} onClose={close} />
      ) : null}
    </Panel>
  );
}

/** Dragged by mouse, by touch, and by keyboard (Enter on the handle, then arrows). */
function StageList({ stages, onAsk }: { stages: Stage[]; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation("settings");
  const name = useStageName();
  const order = useOrderStages(stages);
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ "text/plain": String(key) })),
    onReorder: ({ keys, target }) => {
      const from = stages.findIndex(({ id }) => keys.has(id));
      const over = stages.findIndex(({ id }) => id === target.key);
      const place = target.dropPosition === "after" ? over + 1 : over;
      order(moved(stages, from, place > from ? place - 1 : place));
    },
  });
  return (
    <GridList
      aria-label={t("stages.title")}
      items={stages}
      dragAndDropHooks={dragAndDropHooks}
      className="grid grid-cols-[minmax(0,1fr)] outline-none"
    >
      {(stage) => (
        <GridListItem
          id={stage.id}
          textValue={name(stage)}
          className="-mx-2 flex min-h-11 items-center gap-2 rounded-md px-2 -outline-offset-2 data-hovered:bg-hover data-dragging:opacity-50"
        >
          <AriaButton
            slot="drag"
            className="grid pointer-coarse:size-11 size-6 shrink-0 cursor-grab place-items-center rounded-sm text-ink-muted"
          >
            <IconGripVertical size={16} aria-hidden="true" />
          </AriaButton>
          <Dot color={stageColor(stage.color)} />
          <span className="min-w-0 flex-1 truncate">{name(stage)}</span>
          <span className="max-sm:hidden">
            {stage.outcome === "open" ? (
              <span className="tabular text-ink-muted text-xs">
                {stage.stale_after_days ? t("stages.staleAfter", { count: stage.stale_after_days }) : ""}
              </span>
            ) : (
              <Badge tone={stage.outcome === "won" ? "good" : "neutral"}>{t(`stages.outcome.${stage.outcome}`)}</Badge>
            )}
          </span>
          <IconButton
            icon={IconPencil}
            label={t("stages.edit", { name: name(stage) })}
            onPress={() => onAsk({ kind: "edit", stage })}
          />
          <IconButton
            icon={IconArchive}
            label={t("stages.archive", { name: name(stage) })}
            onPress={() => onAsk({ kind: "archive", stage })}
          />
        </GridListItem>
      )}
    </GridList>
  );
}
