import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Segmented } from "@/shared/ui/segmented";
import { type PeriodName, periods } from "./search";

const route = getRouteApi("/_app/");

/** The period in the address; this month without one. */
export const usePeriod = (): PeriodName => route.useSearch().period ?? "month";

export function PeriodSwitch() {
  const { t } = useTranslation("dashboard");
  const navigate = route.useNavigate();
  return (
    <Segmented
      label={t("period.label")}
      options={periods.map((id) => ({ id, label: t(`period.${id}`) }))}
      value={usePeriod()}
      onChange={(period) =>
        void navigate({ search: (search) => ({ ...search, period }), replace: true, resetScroll: false })
      }
    />
  );
}
