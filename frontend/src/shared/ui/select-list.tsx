import { Autocomplete, ListBox, useFilter } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type Option, OptionItem } from "./list-box";
import { TriggeredPopover } from "./panel-parts";
import { SearchLine, searchFrom } from "./search-line";
import { useTrigger } from "./trigger";

interface SelectListProps {
  label: string | undefined;
  options: readonly Option[];
  value: string | null;
  onChange: (id: string) => void;
}

// What React Aria's own select tells its list: a press on the chosen option is an answer too, a press ends where it is
// let go, and the pointer takes the focus along.
const asInSelects = { allowDuplicateSelectionEvents: true, shouldSelectOnPressUp: true, shouldFocusOnHover: true };

/** The list under a select: opens on the chosen option, closes with the next. A long one begins with a search line. */
export function SelectList({ label, options, value, onChange }: SelectListProps) {
  const { t } = useTranslation();
  const { contains } = useFilter({ sensitivity: "base" });
  const { state, overlayProps } = useTrigger();
  const isLong = options.length >= searchFrom;
  const list = (
    <ListBox
      id={overlayProps.id}
      aria-label={label}
      items={options}
      autoFocus={isLong ? undefined : (state.focusStrategy ?? true)}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={value === null ? [] : [value]}
      onSelectionChange={(keys) => {
        state.close();
        for (const key of keys) if (key !== value) onChange(String(key));
      }}
      {...asInSelects}
      className="scroll-area max-h-80 outline-none"
      renderEmptyState={() => <p className="px-2 py-1.5 text-ink-muted text-sm">{t("nothingFound")}</p>}
    >
      {(option) => <OptionItem option={option} />}
    </ListBox>
  );
  return (
    <TriggeredPopover trigger="Select" placement="bottom start">
      {isLong ? (
        <Autocomplete filter={contains}>
          <SearchLine />
          {list}
        </Autocomplete>
      ) : (
        list
      )}
    </TriggeredPopover>
  );
}
