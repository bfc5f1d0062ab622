import { IconCheck } from "@tabler/icons-react";
import { useRef } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Header,
  MenuContext,
  MenuSection,
  Separator,
} from "react-aria-components";
import { Kbd } from "./kbd";
import { itemShape } from "./list-popover";
import { type MenuGroupProps, type MenuItemProps, type MenuParts, MenuPartsContext, type MenuProps } from "./menu";
import { TriggeredPopover } from "./panel-parts";
import { useTrigger } from "./trigger";

/** The floating list of a menu. */
export function Menu({ title, placement = "bottom start", ...props }: MenuProps) {
  const { overlayProps } = useTrigger();
  const scrollRef = useRef<HTMLDivElement>(null);
  return (
    <MenuPartsContext value={parts}>
      <TriggeredPopover trigger="MenuTrigger" scrollRef={scrollRef} placement={placement} className="min-w-48 p-1">
        <MenuContext value={{ ...overlayProps, ref: scrollRef }}>
          <AriaMenu {...props} aria-label={title} className="scroll-area max-h-96 outline-none" />
        </MenuContext>
      </TriggeredPopover>
    </MenuPartsContext>
  );
}

function Group({ title, children, ...props }: MenuGroupProps) {
  return (
    <MenuSection {...props}>
      <Header className="px-2 pt-2 pb-1 font-medium text-ink-muted text-xs">{title}</Header>
      {children}
    </MenuSection>
  );
}

function Item({ children, icon: IconShape, isDanger = false, shortcut, ...props }: MenuItemProps) {
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

const parts: MenuParts = { Group, Item, Separator: () => <Separator className="my-1 border-t" /> };
