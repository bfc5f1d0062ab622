import { IconChevronDown } from "@tabler/icons-react";
import { type Ref, useId } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { lazyPart } from "@/shared/lib/lazy-part";
import { controlShape, type FieldProps, fieldShape, labelShape, noteShape } from "./field";
import type { Option } from "./list-box";
import { SelectTrigger, WhenOpened } from "./trigger";

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

const SelectList = lazyPart(async () => (await import("./select-list")).SelectList);

/**
 * One of a few known choices. For many, or choices from the server, use `Combobox`. Closed it is a button with the
 * chosen words; the list comes when it opens.
 */
export function Select<Id extends string>(props: SelectProps<Id>) {
  const { label, hint, error, className = "", options, value, onChange, onBlur, ref, isRequired, isDisabled } = props;
  const { t } = useTranslation();
  const id = useId();
  const chosen = options.find((option) => option.id === value);
  const note = error ?? hint;
  const name = props["aria-label"] ?? label;
  return (
    <div className={`${fieldShape} ${className}`}>
      {label ? (
        <span id={`${id}label`} className={labelShape}>
          {label}
          {isRequired ? (
            <span aria-hidden="true" className="text-ink-muted">
              {" *"}
            </span>
          ) : null}
        </span>
      ) : null}
      <SelectTrigger onOpenChange={(isOpen) => !isOpen && onBlur?.()}>
        <Button
          {...{ "data-invalid": error ? true : undefined }}
          ref={ref}
          isDisabled={isDisabled}
          aria-label={props["aria-label"]}
          aria-labelledby={label ? `${id}value ${id}label` : undefined}
          aria-describedby={note ? `${id}note` : undefined}
          className={`${controlShape} flex cursor-pointer items-center gap-2 text-left data-pressed:bg-sunken max-md:text-lg`}
        >
          <span
            id={`${id}value`}
            className={`flex min-w-0 flex-1 items-center gap-2 max-md:text-lg ${chosen ? "" : "text-ink-muted"}`}
          >
            {chosen?.start}
            <span className="truncate">{chosen?.label ?? props.placeholder ?? t("choose")}</span>
          </span>
          <IconChevronDown size={16} className="shrink-0 text-ink-muted" aria-hidden="true" />
        </Button>
        <WhenOpened>
          <SelectList label={name} options={options} value={value} onChange={(next) => onChange(next as Id)} />
        </WhenOpened>
      </SelectTrigger>
      {note ? (
        <span id={`${id}note`} className={noteShape[error ? "error" : "hint"]}>
          {note}
        </span>
      ) : null}
    </div>
  );
}
