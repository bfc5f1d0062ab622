import { createContext, type ReactNode, type RefObject, Suspense, use, useRef, useState } from "react";
import { useIsHidden } from "react-aria/private/collections/Hidden";
import { PressResponder } from "react-aria/private/interactions/PressResponder";
import { useId } from "react-aria/useId";
import { useMenuTrigger } from "react-aria/useMenu";
import { useOverlayTrigger } from "react-aria/useOverlayTrigger";
import { type RootMenuTriggerState, useMenuTriggerState } from "react-stately/useMenuTriggerState";

/** What opens by a button, as the code that shows it needs it. */
interface Trigger {
  state: RootMenuTriggerState;
  ref: RefObject<HTMLElement | null>;
  overlayProps: { id?: string };
  labelledBy: string | undefined;
}

const TriggerContext = createContext<Trigger | null>(null);

/** The trigger around this panel. */
export function useTrigger(): Trigger {
  const trigger = use(TriggerContext);
  if (!trigger) throw new Error("a panel stands inside the trigger that opens it");
  return trigger;
}

/** True from the first time on: what has been open stays mounted, so it can leave as it pleases. */
export function useEver(isNow: boolean): boolean {
  const [was, setWas] = useState(isNow);
  if (isNow && !was) setWas(true);
  return was || isNow;
}

/**
 * Shows a panel once its button is pressed. Floating panels, lists and menus are a seventh of what a screen weighs
 * and no screen opens with one, so their code comes with the first press, or before that in a quiet moment.
 */
export function WhenOpened({ children }: { children: ReactNode }) {
  return useEver(useTrigger().state.isOpen) ? <Suspense>{children}</Suspense> : null;
}

interface TriggerProps {
  /** A button, then the panel. */
  children: [ReactNode, ReactNode];
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}

/** `<MenuTrigger><Button/><Menu title="...">...</Menu></MenuTrigger>` */
export const MenuTrigger = (props: TriggerProps) => <ListTrigger type="menu" {...props} />;

/** The button of a select and its list. */
export const SelectTrigger = (props: TriggerProps) => <ListTrigger type="listbox" {...props} />;

function ListTrigger({ type, children: [button, menu], ...props }: TriggerProps & { type: "menu" | "listbox" }) {
  const state = useMenuTriggerState(props);
  const ref = useRef<HTMLElement>(null);
  const { menuTriggerProps, menuProps } = useMenuTrigger({ type }, state, ref);
  if (useIsHidden()) return null;
  return (
    <TriggerContext value={{ state, ref, overlayProps: menuProps, labelledBy: menuProps["aria-labelledby"] }}>
      <PressResponder {...menuTriggerProps} ref={ref} isPressed={state.isOpen}>
        {button}
      </PressResponder>
      {menu}
    </TriggerContext>
  );
}

/** `<PanelTrigger><Button/><Panel>...</Panel></PanelTrigger>` */
export function PanelTrigger({ children: [button, panel], ...props }: TriggerProps) {
  // A menu's state, as React Aria has it here: a panel may hold menus.
  const state = useMenuTriggerState(props);
  const ref = useRef<HTMLElement>(null);
  const { triggerProps, overlayProps } = useOverlayTrigger({ type: "dialog" }, state, ref);
  const id = useId();
  if (useIsHidden()) return null;
  return (
    <TriggerContext value={{ state, ref, overlayProps, labelledBy: id }}>
      <PressResponder {...{ ...triggerProps, id }} ref={ref} isPressed={state.isOpen}>
        {button}
      </PressResponder>
      {panel}
    </TriggerContext>
  );
}
