import { useTranslation } from "react-i18next";
import { useColleagueOptions } from "@/shared/crm/people";
import { FilterChip } from "@/shared/ui/filter-chips";
import { route, useAddress } from "./asked";

/** One manager's figures, or everybody's. */
export function ManagerFilter() {
  const { t } = useTranslation("reports");
  const { manager } = route.useSearch();
  const change = useAddress();
  return (
    <FilterChip
      label={t("manager")}
      options={useColleagueOptions()}
      value={manager ? [manager] : []}
      onChange={([id]) => change({ manager: id })}
    />
  );
}
