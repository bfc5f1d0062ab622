import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { stageColor, useStageName } from "@/shared/crm/stage";
import { Dot } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { FormAlert } from "@/shared/ui/form";
import { Select } from "@/shared/ui/select";
import { toast } from "@/shared/ui/toast";
import { type Stage, successors } from "./stage-order";
import { refreshStages } from "./use-stages";

interface ArchiveStageDialogProps {
  stage: Stage;
  stages: readonly Stage[];
  onClose: () => void;
}

/** Takes a column off the board; its deals move to another of the same kind, the history keeps its name. */
export function ArchiveStageDialog({ stage, stages, onClose }: ArchiveStageDialogProps) {
  const { t } = useTranslation(["settings", "common"]);
  const nameOf = useStageName();
  const candidates = successors(stages, stage);
  const [target, setTarget] = useState<string | null>(candidates[0]?.id ?? null);
  const archive = api.useMutation("post", "/api/v1/stages/{stage_id}/archive", { onSettled: refreshStages });
  const confirm = () =>
    archive.mutate(
      { params: { path: { stage_id: stage.id } }, body: { move_deals_to: target } },
      {
        onSuccess: ({ moved }) => {
          onClose();
          toast(t("stages.archived", { name: nameOf(stage) }), {
            tone: "good",
            description: moved ? t("stages.moved", { count: moved }) : undefined,
          });
        },
      },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("stages.archive", { name: nameOf(stage) })}
      size="sm"
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          {candidates.length ? (
            <Button look="danger" onPress={confirm} isPending={archive.isPending}>
              {t("stages.archiveSubmit")}
            </Button>
          ) : null}
        </>
      }
    >
      {candidates.length ? (
        <div className="grid gap-4">
          <p className="text-ink-soft">{t("stages.archiveLead")}</p>
          <Select
            label={t("stages.moveTo")}
            value={target}
            onChange={setTarget}
            options={candidates.map((other) => ({
              id: other.id,
              label: nameOf(other),
              start: <Dot color={stageColor(other.color)} />,
            }))}
          />
          <FormAlert>{archive.error ? errorText(archive.error) : null}</FormAlert>
        </div>
      ) : (
        <p className="text-ink-soft">{t("stages.lastOfKind")}</p>
      )}
    </Dialog>
  );
}
