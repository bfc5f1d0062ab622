import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { WeekList } from "@/shared/crm/week-hours";
import { lazyPart } from "@/shared/lib/lazy-part";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { Panel } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/skeleton";
import { ExceptionsList } from "@/shared/worktime/exceptions-list";
import { NoticeText } from "@/shared/worktime/notice-text";
import type { Hours } from "@/shared/worktime/week-editor";
import { TimeRules } from "./company-settings";

const OfficeForm = lazyPart(async () => (await import("./office-form")).OfficeForm);
const ExceptionDialog = lazy(() =>
  import("@/shared/worktime/exception-dialog").then((module) => ({ default: module.ExceptionDialog })),
);

/** When the company works, how time is measured, holidays, and what everybody may know about what is measured. */
export function TimeSettings() {
  const { t } = useTranslation(["worktime", "common"]);
  const [isAdding, setAdding] = useState(false);
  return (
    <div className="grid gap-4">
      <OfficePanel />
      <TimeRules />
      <Panel
        title={t("exception.holidays")}
        actions={
          <Button onPress={() => setAdding(true)}>
            <IconPlus size={16} stroke={1.75} aria-hidden="true" />
            {t("common:add")}
          </Button>
        }
      >
        <ExceptionsList isCompany isEditable />
      </Panel>
      <Panel title={t("notice.title")}>
        <NoticeText />
      </Panel>
      <Suspense>{isAdding ? <ExceptionDialog managerId={null} onClose={() => setAdding(false)} /> : null}</Suspense>
    </div>
  );
}

const hoursOf = ({ items }: Schemas["OfficeHours"]): Hours[] =>
  items.map(({ weekday, opens, closes }) => ({ weekday, starts: opens.slice(0, 5), ends: closes.slice(0, 5) }));

function OfficePanel() {
  const { t } = useTranslation(["worktime", "common"]);
  const [isEditing, setEditing] = useState(false);
  const { data, error, refetch } = api.useQuery("get", "/api/v1/kpi/office-hours");
  return (
    <Panel
      title={t("office.title")}
      actions={data && !isEditing ? <Button onPress={() => setEditing(true)}>{t("common:edit")}</Button> : null}
    >
      <p className="-mt-1 mb-4 text-pretty text-ink-muted text-sm">{t("office.hint")}</p>
      {data && isEditing ? (
        <Suspense fallback={<Skeleton className="h-72" />}>
          <OfficeForm office={hoursOf(data)} onDone={() => setEditing(false)} />
        </Suspense>
      ) : data ? (
        <div className="max-w-xs">
          <WeekList hours={hoursOf(data)} />
        </div>
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <Skeleton className="h-40" />
      )}
    </Panel>
  );
}
