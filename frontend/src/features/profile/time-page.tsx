import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/me";
import { WeekHours } from "@/shared/crm/week-hours";
import { Page, Panel } from "@/shared/ui/page";
import { CorrectionsList } from "@/shared/worktime/corrections-list";
import { ExceptionsList } from "@/shared/worktime/exceptions-list";
import { MonthPanel } from "@/shared/worktime/month-panel";
import { NoticeText } from "@/shared/worktime/notice-text";
import { ProfileLinks } from "./profile-links";
import { TimeExport } from "./time-export";

const DaySheet = lazy(() => import("@/shared/worktime/day-sheet").then((module) => ({ default: module.DaySheet })));

const route = getRouteApi("/_app/profile_/time");

/** One's own working time: the month, each day of it, the plan, what was disputed, and what is measured at all. */
export function TimePage() {
  const { t } = useTranslation(["worktime", "profile"]);
  const me = useMe();
  const { month, day } = route.useSearch();
  const navigate = route.useNavigate();
  const go = (next: { month?: string; day?: string }) =>
    void navigate({ search: (search) => ({ ...search, ...next }), resetScroll: false });
  return (
    <Page title={t("profile:title")} filters={<ProfileLinks />}>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <MonthPanel month={month} onMonth={(next) => go({ month: next })} onDay={(next) => go({ day: next })} />
          <Panel title={t("dispute.list")}>
            <CorrectionsList />
          </Panel>
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Panel title={t("week.title")}>
            <WeekHours userId={me.id} />
          </Panel>
          <Panel title={t("exception.title")}>
            <ExceptionsList />
          </Panel>
          <Panel title={t("notice.title")}>
            <div className="grid gap-4">
              <NoticeText />
              <TimeExport />
            </div>
          </Panel>
        </div>
      </div>
      <Suspense>{day ? <DaySheet day={day} onClose={() => go({ day: undefined })} /> : null}</Suspense>
    </Page>
  );
}
