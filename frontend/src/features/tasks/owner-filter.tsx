import { useTranslation } from "react-i18next";
import { useColleagueOptions } from "@/shared/crm/people";
import { FilterChip } from "@/shared/ui/filter-chips";

/** Whose tasks: an admin sees everybody's. */
export function OwnerFilter({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation("tasks");
  return <FilterChip label={t("owner")} options={useColleagueOptions()} value={value} onChange={onChange} />;
}
