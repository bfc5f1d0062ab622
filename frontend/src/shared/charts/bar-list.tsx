export interface BarListItem {
  id: string;
  name: string;
  value: number;
  /** Printed at the end, e.g. a conversion: "35 %". */
  note?: string;
  color?: string;
}

interface BarListProps {
  title: string;
  /** A value that all are held against, as a tick across the bars. */
  marker?: number;
  items: readonly BarListItem[];
  formatValue: (value: number) => string;
  /** Opens what a bar stands for. */
  onOpen?: (id: string) => void;
}

/** Horizontal bars with names: a funnel, a ranking. */
export function BarList({ title, items, formatValue, marker, onOpen }: BarListProps) {
  const highest = Math.max(Number.EPSILON, marker ?? 0, ...items.map((item) => item.value));
  return (
    <ul aria-label={title} className="grid gap-2.5">
      {items.map((item) => (
        <li key={item.id} className="relative grid gap-1">
          <span className="flex items-baseline gap-2">
            {onOpen ? (
              <button
                type="button"
                onClick={() => onOpen(item.id)}
                aria-label={`${item.name}: ${formatValue(item.value)}`}
                className="min-w-0 flex-1 cursor-pointer truncate rounded-sm text-left after:absolute after:-inset-1 after:rounded-md hover:text-accent-ink"
              >
                {item.name}
              </button>
            ) : (
              <span className="min-w-0 flex-1 truncate">{item.name}</span>
            )}
            {item.note ? <span className="tabular text-ink-muted text-xs">{item.note}</span> : null}
            <span className="tabular font-medium">{formatValue(item.value)}</span>
          </span>
          <span aria-hidden="true" className="relative h-2 rounded-full bg-sunken">
            <span
              className="block h-full rounded-full"
              style={{ width: `${(item.value / highest) * 100}%`, background: item.color ?? "var(--accent)" }}
            />
            {marker === undefined ? null : (
              <span
                className="absolute -inset-y-1 w-0.5 -translate-x-1/2 rounded-full bg-ink"
                style={{ left: `${(marker / highest) * 100}%` }}
              />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
