import { useTranslation } from "react-i18next";
import { api, keyset, type Schemas } from "@/shared/api/client";
import { PersonName } from "@/shared/crm/people";
import { originLine, useRuleWords } from "@/shared/crm/rule-words";
import { useFormat } from "@/shared/lib/use-format";
import { ErrorState } from "@/shared/ui/error-state";
import { LoadMore } from "@/shared/ui/load-more";
import { Sheet } from "@/shared/ui/sheet";
import { SkeletonText } from "@/shared/ui/skeleton";
import { type Change, changesOf, historyTables } from "./history";
import { MergesList } from "./merges-list";

type Entry = Schemas["AuditEntry"];

/** Admin: who changed the client and what hangs on him, newest first. */
export function HistorySheet({ clientId, onClose }: { clientId: string; onClose: () => void }) {
  const { t } = useTranslation(["merges", "clients"]);
  const params = { path: { client_id: clientId }, query: { limit: 50 } };
  const list = api.useInfiniteQuery("get", "/api/v1/clients/{client_id}/history", { params }, keyset);
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Sheet isOpen onClose={onClose} title={t("clients:menu.history")}>
      <MergesList clientId={clientId} isQuiet />
      {list.isPending ? <SkeletonText lines={8} /> : null}
      {list.error && entries.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && entries.length === 0 ? <p className="text-ink-muted">{t("history.empty")}</p> : null}
      <ol className="grid divide-y">
        {entries.map((entry) => (
          <HistoryEntry key={entry.id} entry={entry} />
        ))}
      </ol>
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </Sheet>
  );
}

function HistoryEntry({ entry }: { entry: Entry }) {
  const { t } = useTranslation(["merges", "clients"]);
  const format = useFormat();
  const table = historyTables.find((name) => name === entry.table) ?? "other";
  return (
    <li className="grid gap-1.5 py-3 first:pt-0">
      <p className="flex items-center gap-2 text-sm">
        <span className="min-w-0 flex-1">
          {entry.actor ? (
            <PersonName person={entry.actor} />
          ) : (
            <span className="text-ink-muted">{t("history.system")}</span>
          )}
        </span>
        <time dateTime={entry.occurred_at} className="tabular shrink-0 text-ink-muted text-xs">
          {format.dateTime(entry.occurred_at)}
        </time>
      </p>
      <p className="text-ink-soft text-sm">
        {t(`history.table.${table}`)}: {t(`history.action.${entry.action}`)}
      </p>
      <dl className="grid gap-1">
        {changesOf(entry.before, entry.after).map((change) => (
          <ChangeLine key={change.field} change={change} />
        ))}
      </dl>
    </li>
  );
}

function ChangeLine({ change }: { change: Change }) {
  const { t } = useTranslation(["merges", "clients"]);
  const shown = useShown();
  return (
    <div className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-2 text-sm">
      <dt className="truncate text-ink-muted">{t(`history.field.${change.field}`)}</dt>
      <dd className="min-w-0 break-words">
        {change.before === undefined ? null : <s className="mr-1.5 text-ink-muted">{shown(change, change.before)}</s>}
        {change.after === undefined ? null : <span>{shown(change, change.after)}</span>}
      </dd>
    </div>
  );
}

/** A stored value as a person reads it. */
function useShown() {
  const { t } = useTranslation(["merges", "crm", "common"]);
  const format = useFormat();
  const words = useRuleWords();
  return ({ kind }: Change, value: unknown): string => {
    if (value === null || value === "") return "—";
    if (Array.isArray(value)) return value.join(", ") || "—";
    if (typeof value === "boolean") return value ? t("common:yes") : t("common:no");
    if (kind === "moment") return format.dateTime(String(value));
    if (kind === "money") return format.money(Number(value));
    if (kind === "status") return t(`crm:status.${value as "lead"}`, { defaultValue: String(value) });
    if (kind === "origin") {
      const { note, ...origin } = value as Record<"channel" | "type" | "campaign" | "note", string>;
      return [originLine({ ...origin, label: "" }, words), note].filter(Boolean).join(". ");
    }
    return String(value);
  };
}
