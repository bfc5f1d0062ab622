import { type ReactElement, type RefObject, Suspense, useRef } from "react";
import { FocusableProvider } from "react-aria/private/interactions/useFocusable";
import { useTooltipTrigger } from "react-aria/useTooltipTrigger";
import { type TooltipTriggerState, useTooltipTriggerState } from "react-stately/useTooltipTriggerState";
import { lazyPart } from "@/shared/lib/lazy-part";
import { useEver } from "./trigger";

interface TooltipText {
  text: string;
  shortcut?: string;
}

export interface BubbleProps extends TooltipText {
  id: string | undefined;
  state: TooltipTriggerState;
  at: RefObject<Element | null>;
}

// A hint is worth nothing broken: where its code cannot be had the button does without.
const nothing = { Bubble: (_: BubbleProps) => null };
const Bubble = lazyPart(async () => (await import("./tooltip-parts").catch(() => nothing)).Bubble);

interface TooltipProps extends TooltipText {
  /** A button or another focusable component of this folder. */
  children: ReactElement;
}

/** A name that floats at a button after half a second; the bubble's code comes with the first one. */
export function Tooltip({ text, shortcut, children }: TooltipProps) {
  const state = useTooltipTriggerState({ delay: 500, closeDelay: 50 });
  const ref = useRef<HTMLElement>(null);
  const { triggerProps, tooltipProps } = useTooltipTrigger({}, state, ref);
  return (
    <>
      <FocusableProvider {...triggerProps} ref={ref}>
        {children}
      </FocusableProvider>
      {useEver(state.isOpen) ? (
        <Suspense>
          <Bubble id={tooltipProps.id} state={state} at={ref} text={text} shortcut={shortcut} />
        </Suspense>
      ) : null}
    </>
  );
}
