import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface NoticeProps {
  icon: Icon;
  action?: ReactNode;
  children: ReactNode;
}

/** A line above the facts that somebody should read first. */
export function Notice({ icon: IconShape, action, children }: NoticeProps) {
  return (
    <div role="status" className="grid gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm">
      <p className="flex gap-2">
        <IconShape size={16} className="mt-0.5 shrink-0 text-warn" aria-hidden="true" />
        <span className="min-w-0">{children}</span>
      </p>
      {action ? <div className="pl-6">{action}</div> : null}
    </div>
  );
}
