import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from "react";

export interface TabItem<Id extends string = string> {
  id: Id;
  label: string;
  count?: number;
}

interface TabsProps<Id extends string> {
  label: string;
  items: readonly TabItem<Id>[];
  value: Id;
  onChange: (value: Id) => void;
  /** The panel of the chosen tab. */
  children: ReactNode;
  className?: string;
}

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Keep the chosen tab in the address. One stop of the Tab key; arrows walk, as the ARIA pattern has it. */
export function Tabs<Id extends string>({ label, items, value, onChange, children, className = "" }: TabsProps<Id>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  // On a phone the chosen one may lie beyond the edge.
  useLayoutEffect(() => {
    const row = list.current;
    const tab = row?.querySelector<HTMLElement>(`#${CSS.escape(id + value)}`);
    if (row && tab) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }, [id, value]);
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const at = items.findIndex((item) => item.id === value);
    const next = steps[event.key]?.(at, items.length);
    const item = next === undefined ? undefined : items[next];
    if (next === undefined || !item) return;
    event.preventDefault();
    onChange(item.id);
    (event.currentTarget.children[next] as HTMLElement).focus();
  };
  return (
    <div className={`flex min-h-0 flex-col ${className}`}>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={walk}
        className="no-scrollbar flex shrink-0 gap-4 overflow-x-auto border-b"
      >
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="tab"
            id={`${id}${item.id}`}
            aria-selected={item.id === value}
            aria-controls={item.id === value ? `${id}panel` : undefined}
            tabIndex={item.id === value ? 0 : -1}
            onClick={() => onChange(item.id)}
            className="-mb-px flex h-10 pointer-coarse:h-11 cursor-pointer items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 font-medium text-ink-muted -outline-offset-2 transition-colors hover:text-ink aria-selected:border-accent aria-selected:text-ink"
          >
            {item.label}
            {item.count === undefined ? null : <span className="tabular text-ink-muted text-xs">{item.count}</span>}
          </button>
        ))}
      </div>
      <div
        key={value}
        role="tabpanel"
        id={`${id}panel`}
        aria-labelledby={`${id}${value}`}
        className="min-h-0 flex-1 pt-4"
      >
        {children}
      </div>
    </div>
  );
}
