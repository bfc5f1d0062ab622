import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client as http, invalidate } from "@/shared/api/client";
import { saveFile } from "@/shared/api/save-file";
import { Button, ButtonLink } from "@/shared/ui/button";
import { Panel } from "@/shared/ui/page";
import { toast, toastError } from "@/shared/ui/toast";
import type { Import } from "./plan";
import { Counts } from "./preview-panel";

/** What became of every row; those that failed come back as a file to mend, and the whole can be taken back. */
export function ResultStep({ finished }: { finished: Import }) {
  const { t } = useTranslation("import");
  const isUndone = finished.status === "undone";
  const missed = finished.counts.failed + finished.counts.skipped;
  return (
    <div className="mx-auto grid max-w-180 gap-4">
      <Panel title={isUndone ? t("result.undoneTitle") : t("result.title")}>
        <div className="grid gap-4">
          <p className="break-words text-ink-soft">
            {finished.file_name} · {t("rows", { count: finished.row_count })}
          </p>
          <Counts counts={finished.counts} />
          {missed > 0 ? <ErrorsFile finished={finished} /> : null}
        </div>
      </Panel>
      <div className="flex flex-wrap justify-end gap-2">
        {isUndone || finished.counts.created === 0 ? null : <UndoButton id={finished.id} />}
        <ButtonLink to="/import" search={{}}>
          {t("plan.another")}
        </ButtonLink>
        <ButtonLink to="/clients" look="primary">
          {t("result.toClients")}
        </ButtonLink>
      </div>
    </div>
  );
}

function ErrorsFile({ finished }: { finished: Import }) {
  const { t } = useTranslation("import");
  const [isSaving, setSaving] = useState(false);
  const save = () => {
    setSaving(true);
    saveFile(`/api/v1/imports/${finished.id}/errors.csv`, "import-errors.csv")
      .catch(toastError)
      .finally(() => setSaving(false));
  };
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md bg-warn-soft px-3 py-2.5">
      <p className="min-w-0 flex-1 text-pretty text-sm">{t("result.errorsText")}</p>
      <Button onPress={save} isPending={isSaving}>
        <IconDownload size={16} stroke={1.75} aria-hidden="true" />
        {t("result.errorsFile")}
      </Button>
    </div>
  );
}

function UndoButton({ id }: { id: string }) {
  const { t } = useTranslation("import");
  const [isUndoing, setUndoing] = useState(false);
  const undo = async () => {
    setUndoing(true);
    try {
      const { data } = await http.POST("/api/v1/imports/{import_id}/undo", { params: { path: { import_id: id } } });
      toast(t("result.undone", { count: data?.archived ?? 0 }), { tone: "good" });
      await invalidate("/api/v1/imports", "/api/v1/clients", "/api/v1/dashboard");
    } catch (error) {
      toastError(error);
    } finally {
      setUndoing(false);
    }
  };
  return (
    <Button look="ghost" onPress={() => void undo()} isPending={isUndoing}>
      {t("result.undo")}
    </Button>
  );
}
