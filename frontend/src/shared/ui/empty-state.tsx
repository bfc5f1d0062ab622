import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: Icon;
  title: string;
  /** What will appear here. */
  children?: ReactNode;
  /** The one next step. */
  action?: ReactNode;
}

export function EmptyState({ icon: IconShape, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto grid max-w-sm justify-items-center gap-1 px-4 py-16 text-center">
      <span className="mb-3 grid size-11 place-items-center rounded-xl border bg-surface text-ink-muted shadow-card">
        <IconShape size={20} stroke={1.6} aria-hidden="true" />
      </span>
      <h2 className="font-semibold">{title}</h2>
      {children ? <p className="text-pretty text-ink-muted">{children}</p> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
