import type { Icon } from "@tabler/icons-react";
import { IconChartBar, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
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
  /** Several folded together: it has no rows of its own to open. */
  isFolded?: boolean;
  /** What the row is made of: shown under it when it is opened, in the same order of figures. */
  parts?: readonly FiguresRow[];
}

type Line = FiguresRow & { depth: number; toggle?: { isOpen: boolean; onPress: () => void } };

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
  const sorted = (some: readonly FiguresRow[]) =>
    sort ? sortBy(some, (row) => (sort === "name" ? row.name : row.figure(sort)?.value), dir, locale) : some;
  const lines = useLines(rows, sorted);
  return (
    <section aria-label={title} className="overflow-clip rounded-lg border bg-surface shadow-card">
      <DataTable
        label={title}
        columns={columns}
        rows={lines}
        total={rows.length > 1 && total ? { ...total, depth: 0 } : undefined}
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

/** Rows and, under each that is open, its parts. */
function useLines(rows: readonly FiguresRow[], sorted: (rows: readonly FiguresRow[]) => readonly FiguresRow[]): Line[] {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setOpened((before) =>
      before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id]),
    );
  const below = (some: readonly FiguresRow[], depth: number): Line[] =>
    sorted(some).flatMap((row) => {
      const isOpen = opened.has(row.id);
      const parts = row.parts ?? [];
      const line = parts.length > 0 ? { isOpen, onPress: () => toggle(row.id) } : undefined;
      return [{ ...row, depth, toggle: line }, ...(isOpen ? below(parts, depth + 1) : [])];
    });
  return below(rows, 0);
}

const indents = ["", "pl-6", "pl-12"];

/** The name, behind a press that opens what the row is made of. */
function Name({ line: { label, name, depth, toggle } }: { line: Line }) {
  if (!toggle) return <div className={depth > 0 ? `${indents[depth]} ml-1` : ""}>{label}</div>;
  return (
    <button
      type="button"
      aria-expanded={toggle.isOpen}
      aria-label={name}
      onClick={toggle.onPress}
      className={`flex min-h-8 pointer-coarse:min-h-11 w-full min-w-0 cursor-pointer items-center gap-1.5 rounded-sm text-left hover:text-accent-ink ${indents[depth]}`}
    >
      <IconChevronRight
        size={14}
        aria-hidden="true"
        className={`shrink-0 text-ink-muted transition-transform ${toggle.isOpen ? "rotate-90" : ""}`}
      />
      {label}
    </button>
  );
}

function useColumns(nameHeader: string, metrics: readonly string[], strong?: string): Column<Line>[] {
  const { t } = useTranslation("reports");
  return [
    {
      id: "name",
      header: nameHeader,
      sortKey: "name",
      cell: (line) => <Name line={line} />,
      className: "min-w-40 pr-1!",
    },
    ...metrics.map((metric): Column<Line> => {
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
            isPlain={row.isFolded}
          />
        ),
      };
    }),
  ];
}

/** The phone's shape of a row: the same figures, three in a line. */
function Card({ row, columns }: { row: Line; columns: readonly Column<Line>[] }) {
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
