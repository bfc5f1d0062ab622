import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { Page, Panel } from "@/shared/ui/page";
import { CorrectionsList } from "@/shared/worktime/corrections-list";
import { ExceptionsList } from "@/shared/worktime/exceptions-list";
import { MonthPanel } from "@/shared/worktime/month-panel";
import { MemberLinks } from "./member-links";
import { WeekPanel } from "./week-panel";

const DaySheet = lazy(() => import("@/shared/worktime/day-sheet").then((module) => ({ default: module.DaySheet })));
const ExceptionDialog = lazy(() =>
  import("@/shared/worktime/exception-dialog").then((module) => ({ default: module.ExceptionDialog })),
);

const route = getRouteApi("/_app/team_/$id/time");

/** A colleague's working time: the month and its days, the plan to edit, disputes to decide. */
export function MemberTimePage() {
  const { t } = useTranslation(["worktime", "team", "common"]);
  const { id } = route.useParams();
  const { month, day } = route.useSearch();
  const navigate = route.useNavigate();
  const [isAdding, setAdding] = useState(false);
  const { data: member, error, refetch } = api.useQuery("get", "/api/v1/team/{id}", { params: { path: { id } } });
  const go = (next: { month?: string; day?: string }) =>
    void navigate({ search: (search) => ({ ...search, ...next }), resetScroll: false });
  return (
    <Page
      title={member?.full_name || t("team:member")}
      back={{ to: "/team", label: t("team:back") }}
      filters={<MemberLinks id={id} />}
    >
      {error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <MonthPanel
              managerId={id}
              month={month}
              onMonth={(next) => go({ month: next })}
              onDay={(next) => go({ day: next })}
            />
            <Panel title={t("dispute.list")}>
              <CorrectionsList managerId={id} />
            </Panel>
          </div>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <WeekPanel managerId={id} />
            <Panel
              title={t("exception.title")}
              actions={
                <Button onPress={() => setAdding(true)}>
                  <IconPlus size={16} stroke={1.75} aria-hidden="true" />
                  {t("common:add")}
                </Button>
              }
            >
              <ExceptionsList managerId={id} isEditable />
            </Panel>
          </div>
        </div>
      )}
      <Suspense>
        {day ? <DaySheet day={day} managerId={id} onClose={() => go({ day: undefined })} /> : null}
        {isAdding ? <ExceptionDialog managerId={id} onClose={() => setAdding(false)} /> : null}
      </Suspense>
    </Page>
  );
}
