import { IconHistory } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, keyset } from "@/shared/api/client";
import { PersonName, useColleagues } from "@/shared/crm/people";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { DateRange } from "@/shared/ui/date-range";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { ClearFilters, FilterChip } from "@/shared/ui/filter-chips";
import { SkeletonText } from "@/shared/ui/skeleton";
import { type Change, changesOf, type Entry, entryHref, type TrailTable, trailTables } from "./trail";
import { useShown } from "./use-shown";

/** Who changed what and when; filtered by person, kind and days. */
export function TrailList() {
  const { t } = useTranslation(["settings", "common"]);
  const { table, actor, from, to } = useSearch({ from: "/_app/settings" });
  const params = { query: { table, actor, from, to, limit: 50 } };
  const list = api.useInfiniteQuery("get", "/api/v1/audit", { params }, keyset);
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="grid gap-4">
      <p className="text-ink-muted text-sm">{t("trail.lead")}</p>
      <Filters />
      {list.isPending ? <SkeletonText lines={10} /> : null}
      {list.error && entries.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && entries.length === 0 ? (
        <EmptyState icon={IconHistory} title={t("trail.empty")}>
          {t("trail.emptyText")}
        </EmptyState>
      ) : null}
      <ol className="grid divide-y">
        {entries.map((entry) => (
          <TrailEntry key={entry.id} entry={entry} />
        ))}
      </ol>
      {list.hasNextPage ? (
        <Button
          className="justify-self-center"
          onPress={() => void list.fetchNextPage()}
          isPending={list.isFetchingNextPage}
        >
          {t("common:showMore")}
        </Button>
      ) : null}
    </div>
  );
}

interface Wish {
  table?: TrailTable;
  actor?: string;
  from?: string;
  to?: string;
}

function Filters() {
  const { t } = useTranslation("settings");
  const navigate = useNavigate({ from: "/settings" });
  const { table, actor, from, to } = useSearch({ from: "/_app/settings" });
  const format = useFormat();
  const people = useColleagues().map(({ id, full_name }) => ({ id, label: full_name }));
  const set = (change: Wish) => navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <FilterChip
        label={t("trail.actor")}
        options={people}
        value={actor ? [actor] : []}
        onChange={([id]) => set({ actor: id })}
      />
      <FilterChip
        label={t("trail.what")}
        options={trailTables.map((id) => ({ id, label: t(`trail.table.${id}`) }))}
        value={table ? [table] : []}
        onChange={([id]) => set({ table: id })}
      />
      <DateRange
        aria-label={t("trail.days")}
        className="w-64 max-w-full"
        value={from && to ? { from, to } : null}
        max={format.isoDay(Date.now())}
        onChange={(days) => set({ from: days?.from, to: days?.to })}
      />
      <ClearFilters
        count={[table, actor, from].filter(Boolean).length}
        onClear={() => set({ table: undefined, actor: undefined, from: undefined, to: undefined })}
      />
    </div>
  );
}

function TrailEntry({ entry }: { entry: Entry }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const table = trailTables.find((name) => name === entry.table);
  const what = `${table ? t(`trail.table.${table}`) : t("trail.other")}: ${t(`trail.action.${entry.action}`)}`;
  const href = entryHref(entry);
  return (
    <li className="grid gap-1.5 py-3 first:pt-0">
      <div className="flex items-center gap-2 text-sm">
        <span className="min-w-0 font-medium">
          {entry.actor ? (
            <PersonName person={entry.actor} />
          ) : (
            <span className="text-ink-muted">{t("trail.system")}</span>
          )}
        </span>
        <time dateTime={entry.occurred_at} className="tabular ml-auto shrink-0 text-ink-muted text-xs">
          {format.dateTime(entry.occurred_at)}
        </time>
      </div>
      <p className="text-ink-soft text-sm">
        {href ? (
          <Link to={href} className="rounded-sm text-accent-ink hover:underline">
            {what}
          </Link>
        ) : (
          what
        )}
      </p>
      <dl className="grid gap-1">
        {changesOf(entry).map((change) => (
          <ChangeLine key={change.field} change={change} action={entry.action} />
        ))}
      </dl>
    </li>
  );
}

function ChangeLine({ change, action }: { change: Change; action: Entry["action"] }) {
  const { t } = useTranslation("settings");
  const shown = useShown();
  return (
    <div className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 text-sm sm:grid-cols-[12rem_minmax(0,1fr)]">
      <dt className="text-ink-muted">{t(`trail.field.${change.field}`)}</dt>
      <dd className="min-w-0 break-words">
        {action === "insert" ? null : <s className="text-ink-muted">{shown(change, change.before)}</s>}
        {action === "update" ? <span className="mx-1.5 text-ink-muted">→</span> : null}
        {action === "delete" ? null : <span>{shown(change, change.after)}</span>}
      </dd>
    </div>
  );
}
