import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { ChartTable } from "./chart-table";

export interface HeatRow {
  id: string;
  name: string;
  label: ReactNode;
  /** One for each column; null where nothing was expected. */
  values: readonly (number | null)[];
}

interface HeatMapProps {
  title: string;
  rows: readonly HeatRow[];
  columns: readonly { id: string; name: string; label?: string; isWeak?: boolean }[];
  formatValue: (value: number) => string;
  /** What the darkest cell stands for; more is not darker. */
  full: number;
}

const arrows: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));

// A little always shows: five minutes are not nothing.
const strength = (value: number, full: number) => `${Math.round(14 + 86 * Math.min(1, value / full))}%`;

/** Rows by columns, the more the darker. Arrow keys walk the cells; the words of the chosen one stand below. */
export function HeatMap({ title, rows, columns, formatValue, full }: HeatMapProps) {
  const { t } = useTranslation();
  const [active, setActive] = useState<[number, number] | null>(null);
  const help = useId();
  const walk = (event: KeyboardEvent) => {
    const step = arrows[event.key];
    if (event.key === "Escape") setActive(null);
    if (!step) return;
    event.preventDefault();
    setActive((at) => (at ? [within(at[0] + step[0], rows.length), within(at[1] + step[1], columns.length)] : [0, 0]));
  };
  const say = (value: number | null | undefined) => (value == null ? "—" : formatValue(value));
  const [row, column] = active ? [rows[active[0]], columns[active[1]]] : [];
  return (
    <figure className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div
        role="img"
        aria-label={title}
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move through the cells
        tabIndex={0}
        onKeyDown={walk}
        onBlur={() => setActive(null)}
        onPointerLeave={() => setActive(null)}
        className="overflow-x-auto rounded-md p-0.5"
      >
        <div
          className="grid items-center gap-0.5"
          style={{ gridTemplateColumns: `minmax(4.5rem,auto) repeat(${columns.length},minmax(0.625rem,1fr))` }}
        >
          <span />
          {columns.map(({ id, label, isWeak }) => (
            <span
              key={id}
              className={`tabular overflow-visible whitespace-nowrap text-center text-2xs ${isWeak ? "text-ink-muted/70" : "text-ink-muted"}`}
            >
              {label}
            </span>
          ))}
          {rows.map(({ id, label, values }, at) => [
            <span key={id} className="min-w-0 truncate pr-2 text-sm">
              {label}
            </span>,
            ...columns.map((cell, place) => (
              <Cell
                key={`${id}${cell.id}`}
                value={values[place] ?? null}
                full={full}
                isActive={active?.[0] === at && active[1] === place}
                onPoint={() => setActive([at, place])}
              />
            )),
          ])}
        </div>
      </div>
      <p aria-live="polite" className="tabular min-h-5 text-sm">
        {row && column ? (
          <>
            <span className="text-ink-muted">
              {row.name}, {column.name}:
            </span>{" "}
            <b className="font-medium">{say(row.values[columns.indexOf(column)])}</b>
          </>
        ) : null}
      </p>
      <span id={help} className="sr-only">
        {t("chart.help")}
      </span>
      <ChartTable
        caption={title}
        head={[t("chart.point"), ...columns.map(({ name }) => name)]}
        rows={rows.map(({ name, values }) => [name, ...columns.map((_, place) => say(values[place]))])}
      />
    </figure>
  );
}

interface CellProps {
  value: number | null;
  full: number;
  isActive: boolean;
  onPoint: () => void;
}

function Cell({ value, full, isActive, onPoint }: CellProps) {
  return (
    <span
      onPointerEnter={onPoint}
      className={`h-5 rounded-[3px] ${isActive ? "outline-2 outline-ink" : ""} ${value ? "" : "bg-sunken"}`}
      style={value ? { background: `color-mix(in oklab, var(--accent) ${strength(value, full)}, var(--sunken))` } : {}}
    />
  );
}
