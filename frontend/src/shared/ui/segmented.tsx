import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { Option } from "./list-box";

interface SegmentedProps<Id extends string> {
  label: string;
  options: readonly Option<Id>[];
  value: Id;
  onChange: (value: Id) => void;
}

/** Two to five choices side by side: a period, a view. */
export function Segmented<Id extends string>({ label, options, value, onChange }: SegmentedProps<Id>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectedKeys={[value]}
      disallowEmptySelection
      onSelectionChange={(keys) => {
        const [next] = keys;
        if (next !== undefined) onChange(next as Id);
      }}
      className="inline-flex h-8 pointer-coarse:h-11 max-w-full rounded-md bg-sunken p-0.5"
    >
      {options.map((option) => (
        <ToggleButton
          key={option.id}
          id={option.id}
          className="inline-flex min-w-0 flex-auto cursor-pointer items-center justify-center gap-1.5 truncate rounded-[5px] px-2 font-medium text-ink-muted text-sm transition-colors data-selected:bg-raised data-hovered:text-ink data-selected:text-ink data-selected:shadow-card sm:px-2.5"
        >
          {option.start}
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
