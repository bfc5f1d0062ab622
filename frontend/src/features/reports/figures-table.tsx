import type { Icon } from "@tabler/icons-react";
import { IconChartBar } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { type Column, DataTable } from "@/shared/ui/data-table";
import { EmptyState } from "@/shared/ui/empty-state";
import { route, type Scope, useAddress } from "./asked";
import { Explain } from "./explain";
import { FigureCell } from "./figure-cell";
import { sortBy } from "./sorting";
import type { Figure } from "./types";

export interface FiguresRow {
  id: string;
  name: string;
  /** How the first cell shows it. */
  label: ReactNode;
  figure: (metric: string) => Figure | undefined;
  scope?: Scope;
}

interface FiguresTableProps {
  title: string;
  nameHeader: string;
  metrics: readonly string[];
  /** Its figures are printed heavier. */
  strong?: string;
  rows: readonly FiguresRow[];
  total?: FiguresRow;
  empty: { icon?: Icon; title: string; text: string };
  className?: string;
}

/** A row for each manager or source, a column for each figure; every cell opens its rows, every header its formula. */
export function FiguresTable(props: FiguresTableProps) {
  const { title, nameHeader, metrics, strong, rows, total, empty } = props;
  const { sort, dir = "desc" } = route.useSearch();
  const change = useAddress();
  const { locale } = useFormat();
  const columns = useColumns(nameHeader, metrics, strong);
  const sorted = sort
    ? sortBy(rows, (row) => (sort === "name" ? row.name : row.figure(sort)?.value), dir, locale)
    : rows;
  return (
    <section aria-label={title} className="overflow-clip rounded-lg border bg-surface shadow-card">
      <DataTable
        label={title}
        columns={columns}
        rows={sorted}
        total={rows.length > 1 ? total : undefined}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        sort={sort ? { key: sort, direction: dir } : undefined}
        onSort={({ key, direction }) => change({ sort: key, dir: key === sort || key === "name" ? direction : "desc" })}
        card={(row) => <Card row={row} columns={columns} />}
        empty={
          <EmptyState icon={empty.icon ?? IconChartBar} title={empty.title}>
            {empty.text}
          </EmptyState>
        }
      />
    </section>
  );
}

function useColumns(nameHeader: string, metrics: readonly string[], strong?: string): Column<FiguresRow>[] {
  const { t } = useTranslation("reports");
  return [
    { id: "name", header: nameHeader, sortKey: "name", cell: (row) => row.label, className: "min-w-40 pr-1!" },
    ...metrics.map((metric): Column<FiguresRow> => {
      const name = t(`figure.${metric}` as "figure.leads");
      return {
        id: metric,
        header: name,
        align: "end",
        // Ten columns share the width of a page.
        className: "px-1.5! last:pr-5!",
        sortKey: metric,
        info: <Explain metric={metric} name={name} />,
        cell: (row) => (
          <FigureCell
            metric={metric}
            name={name}
            figure={row.figure(metric)}
            scope={row.scope}
            isStrong={metric === strong}
          />
        ),
      };
    }),
  ];
}

/** The phone's shape of a row: the same figures, three in a line. */
function Card({ row, columns }: { row: FiguresRow; columns: readonly Column<FiguresRow>[] }) {
  const [name, ...figures] = columns;
  return (
    <div className="grid gap-2">
      <div className="font-medium">{name?.cell(row)}</div>
      <dl className="grid grid-cols-3 gap-x-3 gap-y-2 text-sm">
        {figures.map(({ id, header, cell }) => (
          <div key={id} className="tabular flex min-w-0 flex-col justify-between">
            <dt className="text-ink-muted text-xs leading-tight">{header}</dt>
            <dd className="flex min-h-8 items-center">{cell(row)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
