import type { ReactNode } from "react";
import { Popover, type PopoverProps } from "react-aria-components";

export const popoverShape =
  "min-w-(--trigger-width) rounded-lg bg-raised shadow-pop outline-none transition-opacity duration-100 data-entering:opacity-0 data-exiting:opacity-0";

export const itemShape =
  "flex min-h-8 pointer-coarse:min-h-11 cursor-pointer items-center gap-2 rounded-md px-2 py-1 text-ink outline-none data-disabled:cursor-default data-focused:bg-hover data-disabled:text-ink-muted";

export interface ListPopoverProps extends Omit<PopoverProps, "className" | "children"> {
  children: ReactNode;
  className?: string;
}

/** The floating panel of selects, comboboxes and menus. */
export function ListPopover({ children, className = "p-1", ...props }: ListPopoverProps) {
  return (
    <Popover offset={4} {...props} className={`${popoverShape} ${className}`}>
      {children}
    </Popover>
  );
}
