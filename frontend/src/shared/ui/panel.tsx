import type { ReactNode } from "react";
import type { PopoverProps } from "react-aria-components";
import { lazyPart } from "@/shared/lib/lazy-part";
import { WhenOpened } from "./trigger";

export { PanelTrigger } from "./trigger";

export interface PanelProps {
  placement?: PopoverProps["placement"];
  className?: string;
  children: ReactNode;
}

const Part = lazyPart(async () => (await import("./panel-parts")).Panel);

/** `<PanelTrigger><Button/><Panel>...</Panel></PanelTrigger>`: a small dialog at its button. */
export function Panel(props: PanelProps) {
  return (
    <WhenOpened>
      <Part {...props} />
    </WhenOpened>
  );
}
