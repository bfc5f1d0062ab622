import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { MouseEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "./checkbox";
import { ErrorState } from "./error-state";
import { LoadMore } from "./load-more";
import { Skeleton } from "./skeleton";

export interface Column<Row> {
  id: string;
  header: string;
  /** The header is for screen readers only: a column of buttons. */
  isHeaderHidden?: boolean;
  cell: (row: Row) => ReactNode;
  /** "end" for numbers: right, tabular. */
  align?: "start" | "end";
  /** The key the server sorts by; without it the column does not sort. */
  sortKey?: string;
  /** Tailwind classes for width or for hiding: "w-40", "max-xl:hidden". */
  className?: string;
  /** Explains the column: an (i) button after its name, shown when one comes near. */
  info?: ReactNode;
}

export interface Sort {
  key: string;
  direction: "asc" | "desc";
}

interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** A row that stands apart under the others: their sum. */
  total?: Row;
  rowId: (row: Row) => string;
  /** The row's name, for its checkbox. */
  rowLabel: (row: Row) => string;
  /** Press or Enter on a row. Put a real link or button in the first cell too. */
  onOpen?: (row: Row) => void;
  /** The open record keeps a ground. */
  openId?: string;
  /** The phone's shape of a row; without it the table scrolls sideways. */
  card?: (row: Row) => ReactNode;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selection?: ReadonlySet<string>;
  onSelection?: (ids: ReadonlySet<string>) => void;
  /** Cards are being chosen instead of opened. Rows have their checkboxes at all times. */
  isChoosing?: boolean;
  isLoading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  /** Shown in place of no rows. */
  empty?: ReactNode;
  hasMore?: boolean;
  isLoadingMore?: boolean;
  onMore?: () => void;
}

const interactive = "a, button, input, label, [role=checkbox], [role=menuitem]";

/** Rows of a list. The server sorts, filters and pages; this shows. Fills its place and scrolls inside. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, isLoading = false, error, onRetry, empty, card } = props;
  if (error && rows.length === 0) return <ErrorState error={error} onRetry={onRetry} />;
  if (!isLoading && rows.length === 0) return empty;
  return (
    <div className="scroll-area relative min-h-0 flex-1" data-scroll-restoration-id="table">
      <div className={card ? "max-md:hidden" : ""}>
        <Table {...props} />
      </div>
      {card ? <Cards {...props} card={card} /> : null}
      <More {...props} />
    </div>
  );
}

function Table<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, total, rowId, isLoading, selection } = props;
  return (
    <table aria-label={label} aria-busy={isLoading} className="w-full border-separate border-spacing-0 text-left">
      <thead className="sticky top-0 z-10 bg-surface">
        <tr>
          {selection ? (
            <th scope="col" className="w-8 border-b pl-4 lg:pl-5">
              <SelectAll {...props} selection={selection} />
            </th>
          ) : null}
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} {...props} />
          ))}
        </tr>
      </thead>
      <tbody>
        {isLoading && rows.length === 0 ? (
          <SkeletonRows columns={columns.length + (selection ? 1 : 0)} />
        ) : (
          rows.map((row) => <BodyRow key={rowId(row)} row={row} {...props} />)
        )}
      </tbody>
      {total ? (
        <tfoot className="font-medium">
          <BodyRow row={total} {...props} onOpen={undefined} />
        </tfoot>
      ) : null}
    </table>
  );
}

function HeaderCell<Row>({
  column,
  sort,
  onSort,
}: { column: Column<Row> } & Pick<DataTableProps<Row>, "sort" | "onSort">) {
  const { sortKey } = column;
  const isSorted = sortKey !== undefined && sort?.key === sortKey;
  const Arrow = sort?.direction === "desc" ? IconArrowDown : IconArrowUp;
  const shape = `group/head h-9 whitespace-nowrap border-b px-3 font-medium text-ink-muted text-xs first:pl-4 last:pr-4 lg:last:pr-5 lg:first:pl-5 ${column.align === "end" ? "text-right" : ""} ${column.className ?? ""}`;
  if (!sortKey || !onSort) {
    return (
      <th scope="col" className={shape}>
        {column.isHeaderHidden ? <span className="sr-only">{column.header}</span> : column.header}
        <Info>{column.info}</Info>
      </th>
    );
  }
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort?.direction === "asc" ? "ascending" : "descending") : "none"}
      className={shape}
    >
      <button
        type="button"
        onClick={() => onSort({ key: sortKey, direction: isSorted && sort?.direction === "asc" ? "desc" : "asc" })}
        className="inline-flex h-6 cursor-pointer items-center gap-1 rounded-sm hover:text-ink"
      >
        {column.header}
        {isSorted ? <Arrow size={13} aria-hidden="true" /> : null}
      </button>
      <Info>{column.info}</Info>
    </th>
  );
}

/** Out of sight until the pointer or the focus comes near: a row of them would outshout the names. */
function Info({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <span className="-my-1 inline-block pointer-fine:w-0 align-middle pointer-fine:opacity-0 transition-opacity focus-within:opacity-100 group-hover/head:opacity-100">
      {children}
    </span>
  );
}

function BodyRow<Row>({ row, ...props }: { row: Row } & DataTableProps<Row>) {
  const { columns, rowId, onOpen, openId, selection } = props;
  const id = rowId(row);
  const open = (event: MouseEvent) => {
    if ((event.target as HTMLElement).closest(interactive)) return;
    onOpen?.(row);
  };
  return (
    // A press anywhere is a convenience for the mouse: the first cell holds a link or button for the keyboard.
    <tr
      onClick={onOpen ? open : undefined}
      data-open={id === openId || undefined}
      className={`group data-open:bg-hover ${onOpen ? "cursor-pointer hover:bg-hover" : ""}`}
    >
      {selection ? (
        <td className="w-8 border-b pl-4 lg:pl-5">
          <RowCheckbox row={row} {...props} selection={selection} />
        </td>
      ) : null}
      {columns.map((column) => (
        <td
          key={column.id}
          className={`h-11 border-b px-3 py-1.5 first:pl-4 last:pr-4 lg:last:pr-5 lg:first:pl-5 ${column.align === "end" ? "tabular text-right" : ""} ${column.className ?? ""}`}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

type Selecting<Row> = DataTableProps<Row> & { selection: ReadonlySet<string> };

interface RowCheckboxProps<Row> extends Selecting<Row> {
  row: Row;
  isWide?: boolean;
}

function RowCheckbox<Row>({ row, rowId, rowLabel, selection, onSelection, isWide }: RowCheckboxProps<Row>) {
  const { t } = useTranslation();
  const id = rowId(row);
  const change = (isOn: boolean) => {
    const next = new Set(selection);
    if (isOn) next.add(id);
    else next.delete(id);
    onSelection?.(next);
  };
  return (
    <Checkbox
      value={selection.has(id)}
      onChange={change}
      isWide={isWide}
      aria-label={t("table.select", { name: rowLabel(row) })}
    />
  );
}

function SelectAll<Row>({ rows, rowId, selection, onSelection, children }: Selecting<Row> & { children?: ReactNode }) {
  const { t } = useTranslation();
  const isAll = rows.length > 0 && rows.every((row) => selection.has(rowId(row)));
  return (
    <Checkbox
      value={isAll}
      isIndeterminate={!isAll && selection.size > 0}
      onChange={(isOn) => onSelection?.(new Set(isOn ? rows.map(rowId) : []))}
      isWide={children !== undefined}
      aria-label={t("table.selectAll")}
    >
      {children}
    </Checkbox>
  );
}

function Cards<Row>(props: DataTableProps<Row> & { card: (row: Row) => ReactNode }) {
  const { t } = useTranslation();
  const { label, rows, total, rowId, isLoading, card, isChoosing, selection } = props;
  return (
    <ul aria-label={label} aria-busy={isLoading} className="border-t md:hidden">
      {isChoosing && selection && rows.length > 0 ? (
        <li className="relative flex min-h-11 items-center border-b px-4 text-ink-soft">
          <SelectAll {...props} selection={selection}>
            {t("table.selectAll")}
          </SelectAll>
        </li>
      ) : null}
      {isLoading && rows.length === 0
        ? Array.from({ length: 8 }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders never change places
            <li key={index} className="grid gap-2 border-b px-4 py-3">
              <Skeleton className="h-4 w-1/2" />
              <Skeleton className="h-3 w-3/4" />
            </li>
          ))
        : [...rows, ...(total ? [total] : [])].map((row) => (
            <li
              key={row === total ? "total" : rowId(row)}
              className="relative flex items-center gap-3 border-b px-4 py-3"
            >
              {isChoosing && selection && row !== total ? (
                <RowCheckbox row={row} {...props} selection={selection} isWide />
              ) : null}
              <div inert={isChoosing} className="min-w-0 flex-1">
                {card(row)}
              </div>
            </li>
          ))}
    </ul>
  );
}

function SkeletonRows({ columns }: { columns: number }) {
  return Array.from({ length: 10 }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders never change places
    <tr key={row}>
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders never change places
        <td key={column} className="h-11 border-b px-3 first:pl-4 last:pr-4 lg:last:pr-5 lg:first:pl-5">
          <Skeleton className={column === 0 ? "h-4 w-40" : "h-4 w-20"} />
        </td>
      ))}
    </tr>
  ));
}

function More<Row>({ hasMore, isLoadingMore, onMore, error, rows, onRetry }: DataTableProps<Row>) {
  if (error && rows.length > 0) return <ErrorState error={error} onRetry={onRetry} />;
  return <LoadMore hasMore={hasMore} isLoading={isLoadingMore} onMore={onMore} />;
}
