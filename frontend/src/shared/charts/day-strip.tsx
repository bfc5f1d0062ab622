export interface DaySpan {
  /** Minutes since midnight of the company's day. */
  from: number;
  to: number;
  kind: "online" | "idle" | "break";
}

interface DayStripProps {
  /** Everything the picture says, in words: "09:02–18:10, активно 6 ч 40 мин". */
  label: string;
  /** Later ones are drawn over earlier ones. */
  spans: readonly DaySpan[];
  /** What was planned, as minutes since midnight: the end of a night and the begin of the next are two. */
  plan?: readonly { from: number; to: number }[];
  /** Length of the day: 1380 or 1500 when the clocks change. */
  minutes?: number;
  /** Printed at the ends. */
  first?: string;
  last?: string;
  /** Words under the strip, and where they stand. */
  ticks?: readonly { at: number; label: string }[];
  /** Where the present moment is. */
  now?: number | null;
}

const looks: Record<DaySpan["kind"], string> = { online: "bg-accent", idle: "bg-accent/35", break: "bg-warn/50" };

/** One working day as a strip of 24 hours. */
export function DayStrip({ label, spans, plan = [], minutes = 24 * 60, first, last, ticks, now }: DayStripProps) {
  const at = (minute: number) => `${(minute / minutes) * 100}%`;
  const place = ({ from, to }: { from: number; to: number }) => ({ left: at(from), width: at(Math.max(0, to - from)) });
  return (
    <div role="img" aria-label={label} className="grid min-w-0 gap-1">
      <div className="relative">
        <div className="relative h-3 overflow-clip rounded-full bg-sunken">
          {plan.map((run) => (
            <span key={run.from} className="absolute inset-y-0 bg-line" style={place(run)} />
          ))}
          {spans.map((span, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: two short breaks may lie in the same minute
              key={index}
              className={`absolute inset-y-0 min-w-px ${looks[span.kind]}`}
              style={place(span)}
            />
          ))}
        </div>
        {now ? <span className="absolute -inset-y-1 w-0.5 rounded-full bg-ink" style={{ left: at(now) }} /> : null}
      </div>
      {first || last ? (
        <div aria-hidden="true" className="tabular flex justify-between text-2xs text-ink-muted">
          <span>{first}</span>
          <span>{last}</span>
        </div>
      ) : null}
      {ticks ? (
        <div aria-hidden="true" className="tabular relative h-4 text-2xs text-ink-muted">
          {ticks.map((tick) => (
            <span
              key={tick.at}
              className={`absolute ${tick.at === 0 ? "" : tick.at >= minutes ? "-translate-x-full" : "-translate-x-1/2"}`}
              style={{ left: at(tick.at) }}
            >
              {tick.label}
            </span>
          ))}
        </div>
      ) : null}
    </div>
  );
}
