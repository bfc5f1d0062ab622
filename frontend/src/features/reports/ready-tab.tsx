import { IconFileAnalytics } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, keyset, type Schemas } from "@/shared/api/client";
import { PersonName } from "@/shared/crm/people";
import { useFormat } from "@/shared/lib/use-format";
import { type Column, DataTable } from "@/shared/ui/data-table";
import { EmptyState } from "@/shared/ui/empty-state";
import { Segmented } from "@/shared/ui/segmented";
import { route, useAddress } from "./asked";
import { shiftDay } from "./period";
import { useDayRange } from "./period-line";
import { StoredReport } from "./stored-report";

type Row = Schemas["StoredReportRow"];

const kinds = ["all", "daily", "weekly", "monthly"] as const;

/** Reports of closed periods: the list, or the one that is open. */
export function ReadyTab() {
  const { report } = route.useSearch();
  return report ? <StoredReport id={report} /> : <ReadyList />;
}

function ReadyList() {
  const { t } = useTranslation("reports");
  const { kind } = route.useSearch();
  const change = useAddress();
  const list = api.useInfiniteQuery(
    "get",
    "/api/v1/reports/stored",
    { params: { query: { kind } } },
    { ...keyset, placeholderData: keepPreviousData },
  );
  const open = (row: Row) =>
    change(
      {
        report: row.id,
        from: row.from_day,
        to: shiftDay(row.to_day, -1),
        period: undefined,
        manager: row.manager?.id,
      },
      { push: true },
    );
  const columns = useColumns(open);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex">
        <Segmented
          label={t("ready.title")}
          value={kind ?? "all"}
          onChange={(next) => change({ kind: next === "all" ? undefined : next })}
          options={kinds.map((id) => ({ id, label: t(`ready.${id}`) }))}
        />
      </div>
      <section aria-label={t("ready.title")} className="overflow-clip rounded-lg border bg-surface shadow-card">
        <DataTable
          label={t("ready.title")}
          columns={columns}
          rows={list.data?.pages.flatMap(({ items }) => items) ?? []}
          rowId={({ id }) => id}
          rowLabel={({ from_day }) => from_day}
          onOpen={open}
          card={(row) => <Card row={row} columns={columns} />}
          isLoading={list.isPending}
          error={list.error}
          onRetry={() => void list.refetch()}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          empty={
            <EmptyState icon={IconFileAnalytics} title={t("ready.empty")}>
              {t("ready.emptyText")}
            </EmptyState>
          }
        />
      </section>
      <p className="text-pretty text-ink-muted text-xs">
        {t("ready.own")}{" "}
        <Link to="/profile" className="rounded-sm text-accent-ink underline underline-offset-2">
          {t("ready.link")}
        </Link>
        .
      </p>
    </div>
  );
}

function useColumns(open: (row: Row) => void): Column<Row>[] {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const range = useDayRange();
  return [
    {
      id: "days",
      header: t("ready.days"),
      cell: (row) => (
        <button
          type="button"
          onClick={() => open(row)}
          className="tabular cursor-pointer justify-self-start rounded-sm font-medium hover:text-accent-ink"
        >
          {range(row.from_day, row.to_day)}
        </button>
      ),
    },
    { id: "kind", header: t("ready.report"), cell: (row) => t(`ready.${row.kind}`) },
    {
      id: "whose",
      header: t("ready.whose"),
      cell: (row) => (row.manager ? <PersonName person={row.manager} /> : t("ready.team")),
    },
    {
      id: "made",
      header: t("ready.made"),
      align: "end",
      cell: (row) => <span className="text-ink-muted">{format.dateTime(row.made_at)}</span>,
    },
  ];
}

function Card({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  const [days, kind, whose, made] = columns;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1">
      {days?.cell(row)}
      <span className="text-sm">{kind?.cell(row)}</span>
      <span className="min-w-0 text-ink-soft text-sm">{whose?.cell(row)}</span>
      <span className="tabular text-xs">{made?.cell(row)}</span>
    </div>
  );
}
