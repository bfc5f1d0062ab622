import { useTranslation } from "react-i18next";
import { Combobox } from "@/shared/ui/combobox";
import { useColleagueOptions } from "./people";

interface OwnerPickerProps {
  label?: string;
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string;
  hint?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
}

/** One active colleague, found by typing. */
export function OwnerPicker({ label, ...props }: OwnerPickerProps) {
  const { t } = useTranslation("crm");
  return <Combobox {...props} label={label ?? t("owner")} options={useColleagueOptions()} />;
}
