import { IconSearch, IconX } from "@tabler/icons-react";
import { type Ref, useEffect, useState } from "react";
import { SearchField as AriaSearchField, Button, Group, Input } from "react-aria-components";
import { useDebouncedCallback } from "@/shared/lib/use-debounced";
import { bareInputShape, groupShape } from "./field";

interface SearchFieldProps {
  label: string;
  /** The text in the address. */
  value: string;
  /** Called when typing pauses, and at once when the text is cleared or Enter pressed. */
  onChange: (value: string) => void;
  placeholder?: string;
  className?: string;
  ref?: Ref<HTMLInputElement>;
}

/** A text filter of a list. */
export function SearchField({ label, value, onChange, placeholder, className = "", ref }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const later = useDebouncedCallback(onChange, 250);
  // Back and Forward change the address under the field.
  useEffect(() => setText(value), [value]);
  const change = (next: string) => {
    setText(next);
    if (next === "") onChange("");
    else later(next);
  };
  return (
    <AriaSearchField
      aria-label={label}
      value={text}
      onChange={change}
      onSubmit={onChange}
      className={`group ${className}`}
    >
      <Group className={groupShape}>
        <IconSearch size={16} className="ml-2.5 shrink-0 text-ink-muted" aria-hidden="true" />
        <Input
          ref={ref}
          placeholder={placeholder ?? label}
          className={`${bareInputShape} pl-2 [&::-webkit-search-cancel-button]:hidden`}
        />
        <Button className="mr-1 grid pointer-coarse:size-9 size-6 shrink-0 cursor-pointer place-items-center rounded-md text-ink-muted data-hovered:text-ink group-data-empty:invisible">
          <IconX size={14} aria-hidden="true" />
        </Button>
      </Group>
    </AriaSearchField>
  );
}
