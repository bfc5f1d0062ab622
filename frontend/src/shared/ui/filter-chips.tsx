import { IconChevronDown, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { Autocomplete, Button, DialogTrigger, Input, ListBox, TextField, useFilter } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type Option, OptionItem } from "./list-box";
import { ListPopover } from "./list-popover";

interface FilterChipProps<Id extends string> {
  label: string;
  options: readonly Option<Id>[];
  /** Chosen ids as the address has them; empty means no filter. */
  value: readonly Id[];
  onChange: (value: Id[]) => void;
  isMultiple?: boolean;
}

const searchFrom = 8;

/** A filter of a list: its name, what is chosen, and a list to choose from. */
export function FilterChip<Id extends string>({
  label,
  options,
  value,
  onChange,
  isMultiple = false,
}: FilterChipProps<Id>) {
  const { t } = useTranslation();
  const { contains } = useFilter({ sensitivity: "base" });
  const [isOpen, setOpen] = useState(false);
  const first = options.find((option) => option.id === value[0]);
  const isOn = value.length > 0;
  const choose = (ids: Id[]) => {
    onChange(ids);
    if (!isMultiple) setOpen(false);
  };
  return (
    <span
      className={`inline-flex h-8 pointer-coarse:h-11 max-w-full shrink-0 items-stretch overflow-clip rounded-md border text-sm ${isOn ? "border-transparent bg-accent-soft text-accent-ink" : "border-line-strong border-dashed text-ink-soft"}`}
    >
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <Button className="flex min-w-0 cursor-pointer items-center gap-1 px-2.5 font-medium -outline-offset-2 data-hovered:bg-hover">
          <span className="truncate">
            {label}
            {isOn ? `: ${first?.label ?? value[0]}` : ""}
          </span>
          {value.length > 1 ? <span className="tabular">+{value.length - 1}</span> : null}
          {isOn ? null : <IconChevronDown size={14} className="text-ink-muted" aria-hidden="true" />}
        </Button>
        <ListPopover placement="bottom start" className="min-w-56 p-1">
          <Autocomplete filter={contains}>
            {options.length >= searchFrom ? (
              <TextField aria-label={t("search")} autoFocus className="mb-1 border-b px-2 pb-1">
                <Input
                  role="combobox"
                  aria-expanded
                  placeholder={t("search")}
                  className="h-8 w-full bg-transparent outline-none [&::-webkit-search-cancel-button]:hidden"
                />
              </TextField>
            ) : null}
            <ListBox
              aria-label={label}
              items={options}
              // Escape closes the list; by default it would take the filter off.
              escapeKeyBehavior="none"
              selectionMode={isMultiple ? "multiple" : "single"}
              selectedKeys={value}
              onSelectionChange={(keys) => keys !== "all" && choose([...keys] as Id[])}
              className="scroll-area max-h-72 outline-none"
              renderEmptyState={() => <p className="px-2 py-1.5 text-ink-muted text-sm">{t("nothingFound")}</p>}
            >
              {(option) => <OptionItem option={option} />}
            </ListBox>
          </Autocomplete>
        </ListPopover>
      </DialogTrigger>
      {isOn ? (
        <Button
          aria-label={t("clearFilter", { name: label })}
          onPress={() => onChange([])}
          className="grid pointer-coarse:w-10 w-7 shrink-0 cursor-pointer place-items-center -outline-offset-2 data-hovered:bg-hover"
        >
          <IconX size={14} aria-hidden="true" />
        </Button>
      ) : null}
    </span>
  );
}

/** Takes all filters off at once; shown only when there are some. */
export function ClearFilters({ count, onClear }: { count: number; onClear: () => void }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <Button
      onPress={onClear}
      className="h-8 pointer-coarse:h-11 cursor-pointer rounded-md px-2 font-medium text-ink-muted text-sm data-hovered:text-ink"
    >
      {t("clearFilters")}
    </Button>
  );
}
