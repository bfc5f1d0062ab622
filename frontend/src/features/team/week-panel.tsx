import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { WeekList } from "@/shared/crm/week-hours";
import { lazyPart } from "@/shared/lib/lazy-part";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { Panel } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/skeleton";

const WeekForm = lazyPart(async () => (await import("./week-form")).WeekForm);

/** The weekly hours of a colleague; what was planned for the days before a change stays. */
export function WeekPanel({ managerId }: { managerId: string }) {
  const { t } = useTranslation(["worktime", "common"]);
  const format = useFormat();
  const [isEditing, setEditing] = useState(false);
  const { data, error, refetch } = api.useQuery("get", "/api/v1/schedule/week/{manager_id}", {
    params: { path: { manager_id: managerId } },
  });
  const next = data?.changes_on.find((day) => day > format.isoDay(Date.now()));
  return (
    <Panel
      title={t("week.title")}
      actions={data && !isEditing ? <Button onPress={() => setEditing(true)}>{t("common:edit")}</Button> : null}
    >
      {data && isEditing ? (
        <Suspense fallback={<Skeleton className="h-72" />}>
          <WeekForm managerId={managerId} plan={data} onDone={() => setEditing(false)} />
        </Suspense>
      ) : data ? (
        <WeekList hours={data.days} />
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <Skeleton className="h-40" />
      )}
      {next ? (
        <p className="mt-3 text-ink-muted text-xs">{t("week.changes", { day: format.calendarDay(next) })}</p>
      ) : null}
    </Panel>
  );
}
