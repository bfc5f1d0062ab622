import { RadioGroup as AriaRadioGroup, Radio } from "react-aria-components";
import { FieldLabel, FieldNote, type FieldProps, fieldShape } from "./field";
import type { Option } from "./list-box";

interface RadioGroupProps<Id extends string> extends FieldProps {
  options: readonly Option<Id>[];
  value: Id | null;
  onChange: (value: Id) => void;
  onBlur?: () => void;
  name?: string;
  isDisabled?: boolean;
  "aria-label"?: string;
}

export function RadioGroup<Id extends string>({
  label,
  hint,
  error,
  className = "",
  options,
  onChange,
  ...props
}: RadioGroupProps<Id>) {
  return (
    <AriaRadioGroup
      {...props}
      onChange={(value) => onChange(value as Id)}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={`${fieldShape} ${className}`}
    >
      <FieldLabel>{label}</FieldLabel>
      {options.map((option) => (
        <Radio
          key={option.id}
          value={option.id}
          className="group flex min-h-7 pointer-coarse:min-h-11 cursor-pointer items-start gap-2 py-1"
        >
          <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface outline-offset-2 transition-colors group-data-selected:border-accent group-data-selected:bg-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent">
            <span className="size-1.5 rounded-full bg-white opacity-0 group-data-selected:opacity-100" />
          </span>
          {option.start}
          <span className="grid">
            {option.label}
            {option.hint ? <span className="text-ink-muted text-xs">{option.hint}</span> : null}
          </span>
        </Radio>
      ))}
      <FieldNote hint={hint} error={error} />
    </AriaRadioGroup>
  );
}
