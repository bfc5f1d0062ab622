import type { ReactNode } from "react";
import { Switch as AriaSwitch } from "react-aria-components";

interface SwitchProps {
  value: boolean;
  onChange: (value: boolean) => void;
  children: ReactNode;
  hint?: ReactNode;
  isDisabled?: boolean;
}

/** Acts at once; inside a form that is sent use `Checkbox`. */
export function Switch({ value, onChange, children, hint, isDisabled }: SwitchProps) {
  return (
    <AriaSwitch
      isSelected={value}
      onChange={onChange}
      isDisabled={isDisabled}
      className="group flex min-h-8 pointer-coarse:min-h-11 cursor-pointer items-center gap-3 data-disabled:cursor-default data-disabled:opacity-50"
    >
      <span className="grid min-w-0 flex-1">
        <span>{children}</span>
        {hint ? <span className="text-ink-muted text-xs">{hint}</span> : null}
      </span>
      <span className="h-5 w-9 shrink-0 rounded-full bg-line-strong p-0.5 outline-offset-2 transition-colors group-data-selected:bg-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent">
        <span className="block size-4 rounded-full bg-white shadow-card transition-transform group-data-selected:translate-x-4" />
      </span>
    </AriaSwitch>
  );
}
