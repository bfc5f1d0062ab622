import { type Icon, IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  Header,
  MenuSection,
  MenuTrigger,
  type PopoverProps,
  Separator,
  SubmenuTrigger,
} from "react-aria-components";
import { Kbd } from "./kbd";
import { itemShape, ListPopover } from "./list-popover";

export { MenuTrigger, SubmenuTrigger };

interface MenuProps<T> extends Omit<AriaMenuProps<T>, "className"> {
  title: string;
  placement?: PopoverProps["placement"];
}

/** `<MenuTrigger><Button/><Menu title="..."><MenuItem onAction=.../></Menu></MenuTrigger>` */
export function Menu<T extends object>({ title, placement = "bottom start", ...props }: MenuProps<T>) {
  return (
    <ListPopover placement={placement} className="min-w-48 p-1">
      <AriaMenu {...props} aria-label={title} className="scroll-area max-h-96 outline-none" />
    </ListPopover>
  );
}

export function MenuGroup({
  title,
  children,
  ...props
}: { title: string; children: ReactNode } & Pick<AriaMenuProps<object>, "selectionMode" | "selectedKeys">) {
  return (
    <MenuSection {...props}>
      <Header className="px-2 pt-2 pb-1 font-medium text-ink-muted text-xs">{title}</Header>
      {children}
    </MenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className="my-1 border-t" />;
}

interface MenuItemProps extends Omit<AriaMenuItemProps, "className" | "children"> {
  children: ReactNode;
  icon?: Icon;
  /** Red, for what destroys. */
  isDanger?: boolean;
  shortcut?: string;
}

export function MenuItem({ children, icon: IconShape, isDanger = false, shortcut, ...props }: MenuItemProps) {
  return (
    <AriaMenuItem
      textValue={typeof children === "string" ? children : undefined}
      {...props}
      className={`${itemShape} ${isDanger ? "text-bad" : ""}`}
    >
      {({ isSelected, selectionMode }) => (
        <>
          {IconShape ? (
            <IconShape size={16} stroke={1.75} className={isDanger ? "" : "text-ink-muted"} aria-hidden="true" />
          ) : null}
          <span className="flex min-w-0 flex-1 items-center gap-2">{children}</span>
          {shortcut ? <Kbd keys={shortcut} /> : null}
          {selectionMode !== "none" && isSelected ? (
            <IconCheck size={16} className="text-accent-ink" aria-hidden="true" />
          ) : null}
        </>
      )}
    </AriaMenuItem>
  );
}
