import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client as http, type Schemas } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { refreshMerged } from "@/shared/crm/merge-dialog";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { ErrorState } from "@/shared/ui/error-state";
import { FormAlert } from "@/shared/ui/form";
import { SkeletonText } from "@/shared/ui/skeleton";
import { toast } from "@/shared/ui/toast";

type Preview = Schemas["UnmergePreview"];

const parts = ["contacts", "interactions", "deals", "tasks"] as const;

/** Two again: what goes back, what stays, then it happens. */
export function UnmergeDialog({ mergeId, onClose }: { mergeId: string; onClose: () => void }) {
  const { t } = useTranslation(["merges", "common"]);
  const navigate = useNavigate();
  const params = { path: { merge_id: mergeId } };
  const preview = api.useQuery("get", "/api/v1/clients/merges/{merge_id}", { params }, { retry: false, gcTime: 0 });
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const unmerge = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { data } = await http.POST("/api/v1/clients/merges/{merge_id}/undo", { params });
      void refreshMerged();
      const open = () => void navigate({ to: "/clients/$id", params: { id: data?.id ?? "" } });
      toast(t("unmerge.done", { name: data?.name ?? "" }), {
        tone: "good",
        action: { label: t("unmerge.open"), run: open },
      });
      onClose();
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("unmerge.title")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" isDisabled={!preview.data} isPending={isBusy} onPress={() => void unmerge()}>
            {t("unmerge.action")}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {preview.isPending ? <SkeletonText lines={4} /> : null}
        {preview.error ? <ErrorState error={preview.error} onRetry={() => void preview.refetch()} /> : null}
        {preview.data ? <Halves preview={preview.data} /> : null}
        <FormAlert>{error}</FormAlert>
      </div>
    </Dialog>
  );
}

function Halves({ preview }: { preview: Preview }) {
  const { t } = useTranslation(["merges", "clients"]);
  const back = parts
    .filter((part) => preview.returns[part] > 0)
    .map((part) => t(`merge.count.${part}`, { count: preview.returns[part] }));
  const stays = (["interactions", "deals", "tasks"] as const)
    .filter((part) => preview.stays[part] > 0)
    .map((part) => t(`merge.count.${part}`, { count: preview.stays[part] }));
  return (
    <>
      <p className="text-pretty">
        {t("unmerge.text", { name: preview.loser.name })}{" "}
        {back.length > 0 ? t("unmerge.returns", { parts: back.join(", ") }) : null}
      </p>
      {stays.length > 0 ? (
        <p className="text-pretty text-ink-soft">
          {t("unmerge.stays", { name: preview.client.name, parts: stays.join(", ") })}
        </p>
      ) : null}
      {preview.rows.length > 0 ? (
        <dl className="grid gap-1 rounded-lg border p-3 text-sm">
          {preview.rows.map((row) => (
            <div key={row.field} className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-2">
              <dt className="truncate text-ink-muted">{t(`clients:field.${row.field}`)}</dt>
              <dd className="min-w-0 break-words">
                <s className="mr-1.5 text-ink-muted">{String(row.now ?? "—")}</s>
                <span>{String(row.back ?? "—")}</span>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </>
  );
}
