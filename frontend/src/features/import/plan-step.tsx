import { useState } from "react";
import { useTranslation } from "react-i18next";
import { invalidate, type Schemas } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { Button, ButtonLink } from "@/shared/ui/button";
import { FormAlert } from "@/shared/ui/form";
import { ColumnsPanel } from "./columns-panel";
import { OptionsPanel } from "./options-panel";
import { canRun, type Import } from "./plan";
import { PreviewPanel } from "./preview-panel";
import { runImport, usePlan, usePreview } from "./use-plan";

type Preview = Schemas["ImportPreview"];

const willMake = ({ created, updated }: Preview) => created + updated;
// Of a long file only the beginning is looked at.
const isAll = ({ looked_at }: Preview, { row_count }: Import) => looked_at >= row_count;

/** The second step: which column is what, how rows become clients, and what that would give. */
export function PlanStep({ upload }: { upload: Import }) {
  const { t } = useTranslation(["import", "common"]);
  const { plan, change } = usePlan(upload);
  const preview = usePreview(upload, plan);
  const [error, setError] = useState<string>();
  const run = async () => {
    setError(undefined);
    try {
      await runImport(upload, plan);
      await invalidate("/api/v1/clients", "/api/v1/imports", "/api/v1/dashboard");
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  const isFutile = preview.data !== undefined && isAll(preview.data, upload) && willMake(preview.data) === 0;
  return (
    <div className="grid gap-5">
      <p className="min-w-0 break-words text-ink-soft">
        <span className="font-medium text-ink">{upload.file_name}</span> · {t("rows", { count: upload.row_count })}
      </p>
      <ColumnsPanel upload={upload} plan={plan} onChange={change} />
      <OptionsPanel plan={plan} onChange={change} />
      {canRun(plan) ? <PreviewPanel preview={preview} /> : <FormAlert>{t("plan.needsName")}</FormAlert>}
      <FormAlert>{error}</FormAlert>
      {isFutile ? <p className="text-right text-ink-muted text-sm">{t("plan.futile")}</p> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <ButtonLink to="/import" search={{}}>
          {t("plan.another")}
        </ButtonLink>
        <Button look="primary" isDisabled={!canRun(plan) || !preview.data || isFutile} onPress={() => void run()}>
          {t("plan.run", { count: upload.row_count })}
        </Button>
      </div>
    </div>
  );
}
