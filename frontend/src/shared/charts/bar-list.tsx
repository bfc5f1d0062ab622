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
  items: readonly BarListItem[];
  formatValue: (value: number) => string;
}

/** Horizontal bars with names: a funnel, a ranking. */
export function BarList({ title, items, formatValue }: BarListProps) {
  const highest = Math.max(1, ...items.map((item) => item.value));
  return (
    <ul aria-label={title} className="grid gap-2.5">
      {items.map((item) => (
        <li key={item.id} className="grid gap-1">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate">{item.name}</span>
            {item.note ? <span className="tabular text-ink-muted text-xs">{item.note}</span> : null}
            <span className="tabular font-medium">{formatValue(item.value)}</span>
          </span>
          <span aria-hidden="true" className="h-2 overflow-clip rounded-full bg-sunken">
            <span
              className="block h-full rounded-full"
              style={{ width: `${(item.value / highest) * 100}%`, background: item.color ?? "var(--accent)" }}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}
