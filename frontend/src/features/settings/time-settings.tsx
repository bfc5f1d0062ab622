import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { FormAlert } from "@/shared/ui/form";
import { Panel } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/skeleton";
import { toast } from "@/shared/ui/toast";
import { ExceptionsList } from "@/shared/worktime/exceptions-list";
import { NoticeText } from "@/shared/worktime/notice-text";
import { refreshPlan } from "@/shared/worktime/use-work";
import { type Hours, WeekEditor } from "@/shared/worktime/week-editor";
import { TimeRules } from "./company-settings";

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

function OfficePanel() {
  const { t } = useTranslation("worktime");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/kpi/office-hours");
  return (
    <Panel title={t("office.title")}>
      <p className="-mt-2 mb-4 text-pretty text-ink-muted text-sm">{t("office.hint")}</p>
      {data ? (
        <Office key={JSON.stringify(data)} office={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <Skeleton className="h-72" />
      )}
    </Panel>
  );
}

const hoursOf = ({ items }: Schemas["OfficeHours"]): Hours[] =>
  items.map(({ weekday, opens, closes }) => ({ weekday, starts: opens.slice(0, 5), ends: closes.slice(0, 5) }));

function Office({ office }: { office: Schemas["OfficeHours"] }) {
  const { t } = useTranslation("common");
  const [hours, setHours] = useState(hoursOf(office));
  const isChanged = JSON.stringify(hours) !== JSON.stringify(hoursOf(office));
  const save = api.useMutation("put", "/api/v1/kpi/office-hours", { onSettled: refreshPlan });
  const submit = () =>
    save.mutate(
      { body: { items: hours.map(({ weekday, starts, ends }) => ({ weekday, opens: starts, closes: ends })) } },
      { onSuccess: () => toast(t("saved"), { tone: "good" }) },
    );
  return (
    <div className="grid gap-4">
      <div className="max-w-md">
        <WeekEditor value={hours} onChange={setHours} />
      </div>
      <FormAlert>{save.error ? errorText(save.error) : null}</FormAlert>
      {isChanged ? (
        <div className="flex justify-end gap-2">
          <Button onPress={() => setHours(hoursOf(office))}>{t("cancel")}</Button>
          <Button look="primary" onPress={submit} isPending={save.isPending}>
            {t("save")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
