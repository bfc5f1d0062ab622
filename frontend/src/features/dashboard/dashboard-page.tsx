import { useTranslation } from "react-i18next";
import { useIsAdmin, useMe } from "@/shared/api/me";
import { useFormat } from "@/shared/lib/use-format";
import { Page } from "@/shared/ui/page";
import { Briefing } from "./briefing";
import { firstName, hourIn, partOfDay } from "./greeting";
import { ManagerDashboard } from "./manager-dashboard";
import { PeriodSwitch } from "./period";
import { TeamDashboard } from "./team-dashboard";

/** The first page: one's own day, or the team's for an admin. */
export function DashboardPage() {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const isAdmin = useIsAdmin();
  const name = firstName(useMe().full_name);
  const greeting = t(`greeting.${partOfDay(hourIn(format.timeZone))}`, { name });
  return (
    <Page
      title={greeting}
      count={<span className="max-sm:hidden">{format.longDate(Date.now())}</span>}
      filters={<div className="lg:ml-auto">{<PeriodSwitch />}</div>}
      actions={isAdmin ? undefined : <Briefing />}
    >
      {isAdmin ? <TeamDashboard /> : <ManagerDashboard />}
    </Page>
  );
}
