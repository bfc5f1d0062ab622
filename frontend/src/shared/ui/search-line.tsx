import { Input, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useMedia } from "@/shared/lib/use-media";

/** Lists from this length on can be searched. */
export const searchFrom = 8;

/** The line over a floating list that narrows it; stands in an `Autocomplete`. */
export function SearchLine() {
  const { t } = useTranslation();
  // Under a finger the keyboard would cover the list that is mostly short enough to read.
  const hasKeyboard = !useMedia("(pointer: coarse)");
  return (
    <TextField aria-label={t("search")} autoFocus={hasKeyboard} className="mb-1 border-b px-2 pb-1">
      <Input
        role="combobox"
        aria-expanded
        placeholder={t("search")}
        className="h-8 w-full bg-transparent outline-none [&::-webkit-search-cancel-button]:hidden"
      />
    </TextField>
  );
}
