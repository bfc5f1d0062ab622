import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

const tones = {
  neutral: "bg-sunken text-ink-soft",
  accent: "bg-accent-soft text-accent-ink",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
};

export type Tone = keyof typeof tones;

interface BadgeProps {
  tone?: Tone;
  icon?: Icon;
  children: ReactNode;
}

/** A small state or a date. The words carry the meaning, the colour only helps. */
export function Badge({ tone = "neutral", icon: IconShape, children }: BadgeProps) {
  return (
    <span
      className={`tabular inline-flex max-w-full items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-px font-medium text-2xs ${tones[tone]}`}
    >
      {IconShape ? <IconShape size={12} aria-hidden="true" /> : null}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** A coloured dot of 8 px before a name: a stage, a presence. */
export function Dot({ color }: { color: string }) {
  return <span aria-hidden="true" className="size-2 shrink-0 rounded-full" style={{ background: color }} />;
}

/** A number on an icon, gone at zero. */
export function Counter({ count }: { count: number }) {
  if (count <= 0) return null;
  return (
    <span className="tabular inline-grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 font-semibold text-[10px] text-white leading-none">
      {count > 99 ? "99+" : count}
    </span>
  );
}
