import type { Icon } from "@tabler/icons-react";
import { createContext, type ReactNode, use } from "react";
import type {
  MenuItemProps as AriaMenuItemProps,
  MenuProps as AriaMenuProps,
  PopoverProps,
} from "react-aria-components";
import { lazyPart } from "@/shared/lib/lazy-part";
import { WhenOpened } from "./trigger";

export { MenuTrigger } from "./trigger";

export interface MenuProps extends Pick<AriaMenuProps<object>, "disabledKeys" | "selectionMode" | "selectedKeys"> {
  title: string;
  placement?: PopoverProps["placement"];
  children: ReactNode;
}

export interface MenuGroupProps extends Pick<AriaMenuProps<object>, "selectionMode" | "selectedKeys"> {
  title: string;
  children: ReactNode;
}

export interface MenuItemProps extends Omit<AriaMenuItemProps, "className" | "children"> {
  children: ReactNode;
  icon?: Icon;
  /** Red, for what destroys. */
  isDanger?: boolean;
  shortcut?: string;
}

/** What a menu is made of; `menu-parts.tsx` brings it when the first menu opens. */
export interface MenuParts {
  Group: (props: MenuGroupProps) => ReactNode;
  Item: (props: MenuItemProps) => ReactNode;
  Separator: () => ReactNode;
}

export const MenuPartsContext = createContext<MenuParts | null>(null);

function useParts(): MenuParts {
  const parts = use(MenuPartsContext);
  if (!parts) throw new Error("items stand inside a menu");
  return parts;
}

const Part = lazyPart(async () => (await import("./menu-parts")).Menu);

/** `<MenuTrigger><Button/><Menu title="..."><MenuItem onAction=.../></Menu></MenuTrigger>` */
export function Menu(props: MenuProps) {
  return (
    <WhenOpened>
      <Part {...props} />
    </WhenOpened>
  );
}

export function MenuGroup(props: MenuGroupProps) {
  const { Group } = useParts();
  return <Group {...props} />;
}

export function MenuItem(props: MenuItemProps) {
  const { Item } = useParts();
  return <Item {...props} />;
}

export function MenuSeparator() {
  const { Separator } = useParts();
  return <Separator />;
}
