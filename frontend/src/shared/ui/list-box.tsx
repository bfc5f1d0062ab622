import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ListBoxItem, Text } from "react-aria-components";
import { itemShape } from "./list-popover";

/** One choice of a select, combobox, radio group or filter. */
export interface Option<Id extends string = string> {
  id: Id;
  label: string;
  hint?: string;
  /** An icon, avatar or colour dot before the label. */
  start?: ReactNode;
}

export function OptionItem({ option }: { option: Option }) {
  return (
    <ListBoxItem id={option.id} textValue={option.label} className={itemShape}>
      {({ isSelected }) => (
        <>
          {option.start}
          <span className="grid min-w-0 flex-1">
            <Text slot="label" className="truncate">
              {option.label}
            </Text>
            {option.hint ? (
              <Text slot="description" className="truncate text-ink-muted text-xs">
                {option.hint}
              </Text>
            ) : null}
          </span>
          {isSelected ? <IconCheck size={16} className="shrink-0 text-accent-ink" aria-hidden="true" /> : null}
        </>
      )}
    </ListBoxItem>
  );
}
