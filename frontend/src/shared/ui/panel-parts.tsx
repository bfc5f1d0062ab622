import type { RefObject } from "react";
import {
  OverlayTriggerStateContext,
  PopoverContext,
  type PopoverProps,
  Provider,
  RootMenuTriggerStateContext,
} from "react-aria-components";
import { ListPopover, type ListPopoverProps } from "./list-popover";
import type { PanelProps } from "./panel";
import { useTrigger } from "./trigger";

interface TriggeredPopoverProps extends ListPopoverProps {
  trigger: string;
  scrollRef?: RefObject<HTMLElement | null>;
  id?: string;
}

/** A popover at the trigger around it, as React Aria's own triggers would set it up. */
export function TriggeredPopover({ trigger, scrollRef, id, children, ...props }: TriggeredPopoverProps) {
  const { state, ref, labelledBy } = useTrigger();
  const context: PopoverProps & { id?: string } = {
    id,
    trigger,
    triggerRef: ref,
    scrollRef,
    "aria-labelledby": labelledBy,
  };
  return (
    <Provider
      values={[
        [OverlayTriggerStateContext, state],
        [RootMenuTriggerStateContext, state],
        [PopoverContext, context],
      ]}
    >
      <ListPopover {...props}>{children}</ListPopover>
    </Provider>
  );
}

/** A small dialog at its button, named by the button. */
export function Panel(props: PanelProps) {
  return <TriggeredPopover trigger="DialogTrigger" id={useTrigger().overlayProps.id} {...props} />;
}
