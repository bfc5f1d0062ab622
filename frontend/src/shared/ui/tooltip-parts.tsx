import { Tooltip, TooltipTriggerStateContext } from "react-aria-components";
import { Kbd } from "./kbd";
import type { BubbleProps } from "./tooltip";

export function Bubble({ id, state, at, text, shortcut }: BubbleProps) {
  return (
    <TooltipTriggerStateContext value={state}>
      <Tooltip
        {...{ id }}
        triggerRef={at}
        offset={6}
        className="flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 font-medium text-surface text-xs data-entering:opacity-0 data-exiting:opacity-0 motion-safe:transition-opacity"
      >
        {text}
        {shortcut ? <Kbd keys={shortcut} inverted /> : null}
      </Tooltip>
    </TooltipTriggerStateContext>
  );
}
