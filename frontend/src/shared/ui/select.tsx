import { IconChevronDown } from "@tabler/icons-react";
import type { Ref } from "react";
import { Select as AriaSelect, Button, ListBox, SelectValue } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { controlShape, FieldLabel, FieldNote, type FieldProps, fieldShape } from "./field";
import { type Option, OptionItem } from "./list-box";
import { ListPopover } from "./list-popover";

interface SelectProps<Id extends string> extends FieldProps {
  options: readonly Option<Id>[];
  value: Id | null;
  onChange: (value: Id) => void;
  onBlur?: () => void;
  ref?: Ref<HTMLButtonElement>;
  name?: string;
  placeholder?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  "aria-label"?: string;
}

/** One of a few known choices. For many, or choices from the server, use `Combobox`. */
export function Select<Id extends string>({
  label,
  hint,
  error,
  className = "",
  options,
  value,
  onChange,
  ref,
  placeholder,
  ...props
}: SelectProps<Id>) {
  const { t } = useTranslation();
  return (
    <AriaSelect
      {...props}
      value={value}
      onChange={(key) => key !== null && onChange(key as Id)}
      placeholder={placeholder ?? t("choose")}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={`${fieldShape} ${className}`}
    >
      <FieldLabel isRequired={props.isRequired}>{label}</FieldLabel>
      <Button
        ref={ref}
        className={`${controlShape} flex cursor-pointer items-center gap-2 text-left data-pressed:bg-sunken`}
      >
        <SelectValue className="flex min-w-0 flex-1 items-center gap-2 truncate data-placeholder:text-ink-muted max-md:text-lg [&_[slot=description]]:hidden [&_svg.text-accent-ink]:hidden" />
        <IconChevronDown size={16} className="shrink-0 text-ink-muted" aria-hidden="true" />
      </Button>
      <FieldNote hint={hint} error={error} />
      <ListPopover>
        <ListBox items={options} className="scroll-area max-h-80 outline-none">
          {(option) => <OptionItem option={option} />}
        </ListBox>
      </ListPopover>
    </AriaSelect>
  );
}
