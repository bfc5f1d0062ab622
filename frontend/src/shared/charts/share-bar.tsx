import type { ReactNode } from "react";

export interface Share {
  id: string;
  name: string;
  value: number;
  color?: string;
}

interface ShareBarProps {
  title: string;
  items: readonly Share[];
  formatValue: (value: number) => string;
  formatShare: (share: number) => string;
  /** Turns every row of the list into a button. */
  onOpen?: (id: string) => void;
}

// Told apart by lightness too, so that the bar reads without colour.
const palette = [
  "var(--accent)",
  "var(--stage-new)",
  "var(--stage-proposal)",
  "var(--stage-won)",
  "var(--stage-in-progress)",
  "var(--stage-lost)",
];

/** Parts of a whole: one stacked bar and a list with percentages, in place of a pie. */
export function ShareBar({ title, items, formatValue, formatShare, onOpen }: ShareBarProps) {
  const total = items.reduce((sum, item) => sum + item.value, 0);
  const shares = items.map((item, index) => ({
    ...item,
    color: item.color ?? palette[index % palette.length],
    share: total ? item.value / total : 0,
  }));
  return (
    <figure className="grid gap-3">
      <div aria-hidden="true" className="flex h-2.5 gap-0.5 overflow-clip rounded-full bg-sunken">
        {shares.map((item) =>
          item.value > 0 ? (
            <span key={item.id} style={{ flexGrow: item.value, background: item.color }} className="min-w-0.5" />
          ) : null,
        )}
      </div>
      <ul aria-label={title} className="grid">
        {shares.map((item) => (
          <li key={item.id} className="border-b last:border-b-0">
            <ShareRow onPress={onOpen && (() => onOpen(item.id))}>
              <span aria-hidden="true" className="size-2 shrink-0 rounded-full" style={{ background: item.color }} />
              <span className="min-w-0 flex-1 truncate">{item.name}</span>
              <span className="tabular font-medium">{formatValue(item.value)}</span>
              <span className="tabular w-14 text-right text-ink-muted text-sm">{formatShare(item.share)}</span>
            </ShareRow>
          </li>
        ))}
      </ul>
    </figure>
  );
}

const rowShape = "flex min-h-9 w-full items-center gap-2 py-1.5 text-left";

function ShareRow({ onPress, children }: { onPress?: () => void; children: ReactNode }) {
  if (!onPress) return <div className={rowShape}>{children}</div>;
  return (
    <button
      type="button"
      onClick={onPress}
      className={`${rowShape} pointer-coarse:min-h-11 cursor-pointer hover:text-accent-ink`}
    >
      {children}
    </button>
  );
}
