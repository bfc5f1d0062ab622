import { keepPreviousData } from "@tanstack/react-query";
import { type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { ShareBar } from "@/shared/charts/share-bar";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { lazyPart } from "@/shared/lib/lazy-part";
import { useFormat } from "@/shared/lib/use-format";
import { Panel } from "@/shared/ui/page";
import { Segmented } from "@/shared/ui/segmented";
import { SkeletonText } from "@/shared/ui/skeleton";
import { lookAgain, route, useAddress, useAsked, useOpenRows } from "./asked";
import { Explain } from "./explain";
import { FigureTiles } from "./figure-tiles";
import { type FiguresRow, FiguresTable } from "./figures-table";
import { Legend } from "./legend";
import { totalRow } from "./managers-tab";
import { PeriodLine } from "./period-line";
import { whenHere } from "./report-state";

const OriginsTable = lazyPart(async () => (await import("./origins-table")).OriginsTable);

type Row = Schemas["SourcesReport"]["sources"][number];

const tiles = ["leads", "conversion", "sales", "avg_deal"];
const metrics = [
  "leads",
  "sla",
  "conversion",
  "deals_won",
  "win_rate",
  "sales",
  "avg_deal",
  "focus_minutes",
  "sales_per_focus_hour",
];
// As the API knows those without a source.
const without = "00000000-0000-0000-0000-000000000000";
const idOf = ({ source }: Row) => source?.id ?? without;

/** Every source from lead to sale, and what an hour spent on it brings. */
export function SourcesTab() {
  const report = api.useQuery(
    "get",
    "/api/v1/kpi/sources",
    { params: { query: useAsked() } },
    { placeholderData: keepPreviousData, refetchInterval: ({ state }) => lookAgain(state.data?.period.live) },
  );
  return whenHere(report, (data) => <LiveView report={data} />);
}

/** By what is connected, or by channel, kind of touch and campaign: the same leads and the same money. */
function LiveView({ report }: { report: Schemas["SourcesReport"] }) {
  const { t } = useTranslation("reports");
  const { split } = route.useSearch();
  const change = useAddress();
  return (
    <SourcesView
      report={report}
      split={
        <Segmented
          label={t("split.label")}
          value={split ?? "sources"}
          onChange={(next) => change({ split: next === "origins" ? next : undefined, sort: undefined, dir: undefined })}
          options={[
            { id: "sources", label: t("split.sources") },
            { id: "origins", label: t("split.origins") },
          ]}
        />
      }
      table={
        split ? (
          <Suspense fallback={<SkeletonText lines={6} />}>
            <OriginsTable />
          </Suspense>
        ) : undefined
      }
    />
  );
}

interface SourcesViewProps {
  report: Schemas["SourcesReport"];
  /** What the table is split by, and the table when it is another one: a stored report has neither. */
  split?: ReactNode;
  table?: ReactNode;
}

export function SourcesView({ report, split, table }: SourcesViewProps) {
  const { t } = useTranslation("reports");
  const rows = useRows(report.sources);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PeriodLine period={report.period} />
      <FigureTiles period={report.period} metrics={tiles} figures={report.total.figures} before={report.total.before} />
      {report.sources.length > 0 ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-2">
          <Shares metric="leads" sources={report.sources} />
          <Shares metric="sales" sources={report.sources} />
        </div>
      ) : null}
      <div className="empty:hidden">{split}</div>
      {table ?? (
        <FiguresTable
          title={t("tab.sources")}
          nameHeader={t("source")}
          metrics={metrics}
          strong="sales"
          rows={rows}
          total={totalRow(t("total"), report.total)}
          empty={{ title: t("empty.sources"), text: t("empty.sourcesText") }}
        />
      )}
      <Legend />
    </div>
  );
}

function useRows(sources: readonly Row[]): FiguresRow[] {
  const { t } = useTranslation("reports");
  return sources.map((row) => ({
    id: idOf(row),
    name: row.source?.name ?? t("noSource"),
    label: (
      <span className="flex min-w-0 items-center gap-2">
        {row.source ? <ChannelIcon channel={row.source.channel} size={15} /> : null}
        <span className={`truncate ${row.source ? "" : "text-ink-muted"}`}>{row.source?.name ?? t("noSource")}</span>
      </span>
    ),
    figure: (metric) => row.figures[metric],
    scope: { source: idOf(row) },
  }));
}

/** Whose share of the leads, and whose of the sales: where the two differ, money is left lying. */
function Shares({ metric, sources }: { metric: "leads" | "sales"; sources: readonly Row[] }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const open = useOpenRows();
  const items = sources.map((row) => ({
    id: idOf(row),
    name: row.source?.name ?? t("noSource"),
    value: Math.max(0, row.figures[metric]?.value ?? 0),
  }));
  const title = t(`share.${metric}`);
  return (
    <Panel title={title} actions={<Explain metric={metric} name={title} />}>
      <ShareBar
        title={title}
        items={items}
        formatValue={(value) => (metric === "sales" ? format.compactMoney(value) : format.number(value))}
        formatShare={(share) => format.percent(share, 0)}
        onOpen={(source) => open(metric, { source })}
      />
    </Panel>
  );
}
