import { IconCheck, IconMinus } from "@tabler/icons-react";
import type { ReactNode, Ref } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components";

interface CheckboxProps {
  value: boolean;
  onChange: (value: boolean) => void;
  onBlur?: () => void;
  children?: ReactNode;
  ref?: Ref<HTMLLabelElement>;
  name?: string;
  isIndeterminate?: boolean;
  isDisabled?: boolean;
  error?: string;
  /** The whole of the positioned element around it takes the press. */
  isWide?: boolean;
  "aria-label"?: string;
}

export function Checkbox({ value, children, error, isWide = false, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox
      {...props}
      isSelected={value}
      isInvalid={Boolean(error)}
      className={`group inline-flex min-h-6 cursor-pointer items-center gap-2 data-disabled:cursor-default data-disabled:opacity-50 ${isWide ? "before:absolute before:inset-0" : "relative pointer-coarse:before:absolute pointer-coarse:before:-inset-2.5"}`}
    >
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className="grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-surface text-white shadow-card outline-offset-2 transition-colors group-data-indeterminate:border-accent group-data-invalid:border-bad group-data-selected:border-accent group-data-indeterminate:bg-accent group-data-selected:bg-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent">
            {isIndeterminate ? <IconMinus size={12} stroke={3} aria-hidden="true" /> : null}
            {isSelected && !isIndeterminate ? <IconCheck size={12} stroke={3} aria-hidden="true" /> : null}
          </span>
          {children ? <span>{children}</span> : null}
          {error ? <span className="text-bad text-xs">{error}</span> : null}
        </>
      )}
    </AriaCheckbox>
  );
}
