interface ChartTooltipProps {
  title: string;
  lines: { name: string; value: string; color?: string }[];
  /** Where the point is, and how wide the chart. */
  x: number;
  width: number;
}

const cardWidth = 176;

/** Name left, tabular value right, beside the point. */
export function ChartTooltip({ title, lines, x, width }: ChartTooltipProps) {
  const left = Math.max(0, Math.min(x - cardWidth / 2, width - cardWidth));
  return (
    <div
      aria-live="polite"
      className="pointer-events-none absolute top-1 z-10 grid gap-1 rounded-lg bg-raised px-3 py-2 text-xs shadow-pop"
      style={{ left, width: cardWidth }}
    >
      <b className="font-semibold">{title}</b>
      {lines.map((line) => (
        <span key={line.name} className="flex items-center gap-1.5">
          {line.color ? <span className="size-2 rounded-full" style={{ background: line.color }} /> : null}
          <span className="min-w-0 flex-1 truncate text-ink-muted">{line.name}</span>
          <span className="tabular font-medium">{line.value}</span>
        </span>
      ))}
    </div>
  );
}
