import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { PersonName } from "@/shared/crm/people";
import { overlayPart } from "@/shared/lib/lazy-part";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { SkeletonText } from "@/shared/ui/skeleton";

const UnmergeDialog = overlayPart(async () => (await import("./unmerge-dialog")).UnmergeDialog);

type Merge = Schemas["ClientMerge"];

interface MergesListProps {
  clientId: string;
  /** Part of something larger: says nothing while there is nothing. */
  isQuiet?: boolean;
}

/** Records that were joined into the client, the latest first; for thirty days each can be taken out again. */
export function MergesList({ clientId, isQuiet = false }: MergesListProps) {
  const { t } = useTranslation(["merges", "clients"]);
  const params = { path: { client_id: clientId } };
  const { data, error, isPending, refetch } = api.useQuery("get", "/api/v1/clients/{client_id}/merges", { params });
  const [leaving, setLeaving] = useState<string | null>(null);
  const merges = data?.items ?? [];
  if (isQuiet && merges.length === 0) return null;
  return (
    <section aria-label={t("clients:menu.merges")} className={isQuiet ? "mb-3 border-b pb-3" : ""}>
      {isPending ? <SkeletonText lines={3} /> : null}
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data && merges.length === 0 ? <p className="text-ink-muted">{t("unmerge.none")}</p> : null}
      <ul className="grid divide-y">
        {merges.map((merge) => (
          <MergeEntry key={merge.id} merge={merge} onUndo={() => setLeaving(merge.id)} />
        ))}
      </ul>
      {leaving ? <UnmergeDialog mergeId={leaving} onClose={() => setLeaving(null)} /> : null}
    </section>
  );
}

function MergeEntry({ merge, onUndo }: { merge: Merge; onUndo: () => void }) {
  const { t } = useTranslation(["merges", "clients"]);
  const format = useFormat();
  return (
    <li className="grid gap-1.5 py-3 first:pt-0">
      <p className="flex items-center gap-2 text-sm">
        <span className="min-w-0 flex-1">
          {merge.merged_by ? (
            <PersonName person={merge.merged_by} />
          ) : (
            <span className="text-ink-muted">{t("history.system")}</span>
          )}
        </span>
        <time dateTime={merge.merged_at} className="tabular shrink-0 text-ink-muted text-xs">
          {format.dateTime(merge.merged_at)}
        </time>
      </p>
      <p className="break-words text-sm">{t(`unmerge.by.${merge.reason}`, { name: merge.name })}</p>
      {merge.undone_at ? (
        <p className="text-ink-muted text-sm">{t("unmerge.undone", { date: format.dateTime(merge.undone_at) })}</p>
      ) : merge.can_undo ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button onPress={onUndo}>{t("unmerge.action")}</Button>
          <span className="text-ink-muted text-xs">{t("unmerge.until", { date: format.date(merge.until) })}</span>
        </div>
      ) : null}
    </li>
  );
}
