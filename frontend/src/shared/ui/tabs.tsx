import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components";

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

/** Keep the chosen tab in the address. */
export function Tabs<Id extends string>({ label, items, value, onChange, children, className = "" }: TabsProps<Id>) {
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(key) => onChange(key as Id)}
      className={`flex min-h-0 flex-col outline-none ${className}`}
    >
      <TabList aria-label={label} className="no-scrollbar flex shrink-0 gap-4 overflow-x-auto border-b">
        {items.map((item) => (
          <Tab
            key={item.id}
            id={item.id}
            className="-mb-px flex h-10 pointer-coarse:h-11 cursor-pointer items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 font-medium text-ink-muted -outline-offset-2 transition-colors data-selected:border-accent data-hovered:text-ink data-selected:text-ink"
          >
            {item.label}
            {item.count === undefined ? null : <span className="tabular text-ink-muted text-xs">{item.count}</span>}
          </Tab>
        ))}
      </TabList>
      {/* A panel that lives on under another name keeps its old id, and the tab points to nothing. */}
      <TabPanel key={value} id={value} className="min-h-0 flex-1 pt-4 outline-none">
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
