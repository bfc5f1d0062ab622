import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ListBoxItem, Popover, type PopoverProps, Text } from "react-aria-components";

/** One choice of a select, combobox, radio group or filter. */
export interface Option<Id extends string = string> {
  id: Id;
  label: string;
  hint?: string;
  /** An icon, avatar or colour dot before the label. */
  start?: ReactNode;
}

export const popoverShape =
  "min-w-(--trigger-width) rounded-lg bg-raised shadow-pop outline-none transition-opacity duration-100 data-entering:opacity-0 data-exiting:opacity-0";

export const itemShape =
  "flex min-h-8 pointer-coarse:min-h-11 cursor-pointer items-center gap-2 rounded-md px-2 py-1 text-ink outline-none data-disabled:cursor-default data-focused:bg-hover data-disabled:text-ink-muted";

/** The floating panel of selects, comboboxes and menus. */
export function ListPopover({
  children,
  className = "p-1",
  ...props
}: Omit<PopoverProps, "className" | "children"> & { children: ReactNode; className?: string }) {
  return (
    <Popover offset={4} {...props} className={`${popoverShape} ${className}`}>
      {children}
    </Popover>
  );
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
