import { IconChevronDown } from "@tabler/icons-react";
import type { ReactNode, Ref } from "react";
import { Button, ComboBox, Group, Input, ListBox } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { bareInputShape, FieldLabel, FieldNote, type FieldProps, fieldShape, groupShape } from "./field";
import { type Option, OptionItem } from "./list-box";
import { ListPopover } from "./list-popover";

export interface ComboboxProps<Id extends string> extends FieldProps {
  options: readonly Option<Id>[];
  value: Id | null;
  onChange: (value: Id | null) => void;
  onBlur?: () => void;
  ref?: Ref<HTMLInputElement>;
  name?: string;
  placeholder?: string;
  /** Given, the list is the server's answer to this text and is not filtered here. */
  search?: string;
  onSearch?: (text: string) => void;
  isLoading?: boolean;
  empty?: ReactNode;
  isRequired?: boolean;
  isDisabled?: boolean;
  "aria-label"?: string;
}

/** One of many choices, found by typing. */
export function Combobox<Id extends string>({
  label,
  hint,
  error,
  className = "",
  options,
  value,
  onChange,
  ref,
  placeholder,
  search,
  onSearch,
  isLoading = false,
  empty,
  ...props
}: ComboboxProps<Id>) {
  const { t } = useTranslation();
  return (
    <ComboBox
      {...props}
      value={value}
      onChange={(key) => onChange(key as Id | null)}
      {...(onSearch
        ? { inputValue: search ?? "", onInputChange: onSearch, items: options }
        : { defaultItems: options })}
      menuTrigger="focus"
      allowsEmptyCollection
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={`${fieldShape} ${className}`}
    >
      <FieldLabel isRequired={props.isRequired}>{label}</FieldLabel>
      <Group className={groupShape} isInvalid={Boolean(error)}>
        <Input ref={ref} placeholder={placeholder} className={bareInputShape} />
        <Button className="grid size-8 cursor-pointer place-items-center text-ink-muted">
          <IconChevronDown size={16} aria-hidden="true" />
        </Button>
      </Group>
      <FieldNote hint={hint} error={error} />
      <ListPopover>
        <ListBox
          className="scroll-area max-h-80 outline-none"
          renderEmptyState={() => (
            <p className="px-2 py-1.5 text-ink-muted text-sm">
              {isLoading ? t("loading") : (empty ?? t("nothingFound"))}
            </p>
          )}
        >
          {(option: Option) => <OptionItem option={option} />}
        </ListBox>
      </ListPopover>
    </ComboBox>
  );
}
