import { IconChevronDown, IconX } from "@tabler/icons-react";
import { type ComponentProps, type ComponentType, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { lazyPart } from "@/shared/lib/lazy-part";
import type { FilterList as FilterListPart } from "./filter-list";
import type { Option } from "./list-box";
import { PanelTrigger, WhenOpened } from "./trigger";

// A lazy component forgets that its ids are the chip's own.
const FilterList = lazyPart(
  async () => (await import("./filter-list")).FilterList as ComponentType<ComponentProps<typeof FilterListPart>>,
);

export const chipShape = (isOn: boolean) =>
  `inline-flex h-8 pointer-coarse:h-11 max-w-full shrink-0 items-stretch overflow-clip rounded-md border text-sm ${isOn ? "border-transparent bg-accent-soft text-accent-ink" : "border-line-strong border-dashed text-ink-soft"}`;

interface FilterChipProps<Id extends string> {
  label: string;
  options: readonly Option<Id>[];
  /** Chosen ids as the address has them; empty means no filter. */
  value: readonly Id[];
  onChange: (value: Id[]) => void;
  isMultiple?: boolean;
}

/** A filter of a list: its name, what is chosen, and a list to choose from. */
export function FilterChip<Id extends string>({
  label,
  options,
  value,
  onChange,
  isMultiple = false,
}: FilterChipProps<Id>) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const first = options.find((option) => option.id === value[0]);
  const isOn = value.length > 0;
  const choose = (ids: string[]) => {
    onChange(ids as Id[]);
    if (!isMultiple) setOpen(false);
  };
  return (
    <span className={chipShape(isOn)}>
      <PanelTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <Button className="flex min-w-0 cursor-pointer items-center gap-1 px-2.5 font-medium -outline-offset-2 data-hovered:bg-hover">
          <span className="truncate">
            {label}
            {isOn ? `: ${first?.label ?? value[0]}` : ""}
          </span>
          {value.length > 1 ? <span className="tabular">+{value.length - 1}</span> : null}
          {isOn ? null : <IconChevronDown size={14} className="text-ink-muted" aria-hidden="true" />}
        </Button>
        <WhenOpened>
          <FilterList label={label} options={options} value={value} onChange={choose} isMultiple={isMultiple} />
        </WhenOpened>
      </PanelTrigger>
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
