import { Autocomplete, ListBox, useFilter } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type Option, OptionItem } from "./list-box";
import { Panel } from "./panel-parts";
import { SearchLine, searchFrom } from "./search-line";

interface FilterListProps<Id extends string> {
  label: string;
  options: readonly Option<Id>[];
  value: readonly Id[];
  onChange: (value: Id[]) => void;
  isMultiple: boolean;
}

/** The list under a filter chip, with a search field when it is long. */
export function FilterList<Id extends string>({ label, options, value, onChange, isMultiple }: FilterListProps<Id>) {
  const { t } = useTranslation();
  const { contains } = useFilter({ sensitivity: "base" });
  return (
    <Panel placement="bottom start" className="min-w-56 p-1">
      <Autocomplete filter={contains}>
        {options.length >= searchFrom ? <SearchLine /> : null}
        <ListBox
          aria-label={label}
          items={options}
          // Escape closes the list; by default it would take the filter off.
          escapeKeyBehavior="none"
          selectionMode={isMultiple ? "multiple" : "single"}
          selectedKeys={value}
          onSelectionChange={(keys) => keys !== "all" && onChange([...keys] as Id[])}
          className="scroll-area max-h-72 outline-none"
          renderEmptyState={() => <p className="px-2 py-1.5 text-ink-muted text-sm">{t("nothingFound")}</p>}
        >
          {(option) => <OptionItem option={option} />}
        </ListBox>
      </Autocomplete>
    </Panel>
  );
}
