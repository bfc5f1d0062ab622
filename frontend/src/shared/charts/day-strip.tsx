export interface DaySpan {
  /** Minutes since midnight of the company's day. */
  from: number;
  to: number;
  kind: "online" | "idle" | "break";
}

interface DayStripProps {
  /** Everything the picture says, in words: "09:02–18:10, активно 6 ч 40 мин". */
  label: string;
  spans: readonly DaySpan[];
  /** The planned shift, as minutes since midnight. */
  plan?: { from: number; to: number };
  /** Printed at the ends. */
  first?: string;
  last?: string;
}

const wholeDay = 24 * 60;
const looks: Record<DaySpan["kind"], string> = { online: "bg-accent", idle: "bg-accent/35", break: "bg-warn/50" };
const place = (from: number, to: number) => ({
  left: `${(from / wholeDay) * 100}%`,
  width: `${(Math.max(0, to - from) / wholeDay) * 100}%`,
});

/** One working day as a strip of 24 hours. */
export function DayStrip({ label, spans, plan, first, last }: DayStripProps) {
  return (
    <div role="img" aria-label={label} className="grid gap-1">
      <div className="relative h-3 overflow-clip rounded-full bg-sunken">
        {plan ? <span className="absolute inset-y-0 bg-line" style={place(plan.from, plan.to)} /> : null}
        {spans.map((span) => (
          <span
            key={`${span.kind}${span.from}`}
            className={`absolute inset-y-0 min-w-px ${looks[span.kind]}`}
            style={place(span.from, span.to)}
          />
        ))}
      </div>
      {first || last ? (
        <div aria-hidden="true" className="tabular flex justify-between text-2xs text-ink-muted">
          <span>{first}</span>
          <span>{last}</span>
        </div>
      ) : null}
    </div>
  );
}
