import { useTranslation } from "react-i18next";
import { useColleagueOptions } from "@/shared/crm/people";
import { FilterChip } from "@/shared/ui/filter-chips";

/** Whose conversations: an admin sees everybody's. */
export function InboxOwnerFilter({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation("inbox");
  return <FilterChip label={t("owner")} options={useColleagueOptions()} value={value} onChange={onChange} />;
}
