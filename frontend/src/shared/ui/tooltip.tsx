import type { ReactElement } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components";
import { Kbd } from "./kbd";

interface TooltipProps {
  text: string;
  shortcut?: string;
  /** A button or another focusable component of this folder. */
  children: ReactElement;
}

export function Tooltip({ text, shortcut, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={50}>
      {children}
      <AriaTooltip
        offset={6}
        className="flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 font-medium text-surface text-xs data-entering:opacity-0 data-exiting:opacity-0 motion-safe:transition-opacity"
      >
        {text}
        {shortcut ? <Kbd keys={shortcut} inverted /> : null}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
