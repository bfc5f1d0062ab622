import type { ReactNode } from "react";
import { Sparkline } from "./sparkline";

interface KpiTileProps {
  label: string;
  value: string;
  trend?: readonly number[];
  /** The change in words, "+12 % за неделю"; `direction` only colours it. */
  change?: string;
  direction?: "good" | "bad" | "flat";
  /** What to know when reading the figure: "3 из 40, мало данных". */
  note?: string;
  /** Explains the figure: an (i) button. */
  info?: ReactNode;
  /** Opens the rows behind the figure. */
  onOpen?: () => void;
}

const tones = { good: "text-good", bad: "text-bad", flat: "text-ink-muted" };

/** One figure: label, value, shape of its past, change in words. */
export function KpiTile({ label, value, trend, change, direction = "flat", note, info, onOpen }: KpiTileProps) {
  return (
    <div className="@container relative grid grid-cols-[minmax(0,1fr)] content-start gap-1 rounded-lg border bg-raised p-4 shadow-card has-[button:hover]:border-line-strong">
      <div className="flex items-center gap-1 text-ink-muted text-sm">
        {onOpen ? (
          <button
            type="button"
            onClick={onOpen}
            className="min-w-0 flex-1 cursor-pointer rounded-sm text-left after:absolute after:inset-0 after:rounded-lg max-sm:leading-tight sm:truncate"
          >
            {label}
          </button>
        ) : (
          <span className="min-w-0 flex-1 max-sm:leading-tight sm:truncate">{label}</span>
        )}
        {info ? <span className="relative -my-1">{info}</span> : null}
      </div>
      <div className="flex flex-wrap items-end justify-between gap-x-2 gap-y-1">
        <span className="tabular font-semibold text-2xl tracking-tight max-sm:text-xl">{value}</span>
        {/* Below the figure on every narrow tile, not only on those whose figure is long. */}
        {trend ? (
          <span className="@max-[13rem]:w-full empty:hidden">
            <Sparkline points={trend} />
          </span>
        ) : null}
      </div>
      {change ? <p className={`tabular text-xs ${tones[direction]}`}>{change}</p> : null}
      {note ? <p className="tabular text-ink-muted text-xs">{note}</p> : null}
    </div>
  );
}
