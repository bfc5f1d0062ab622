import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { DatePicker } from "@/shared/ui/date-picker";
import { ErrorState } from "@/shared/ui/error-state";
import { FormAlert } from "@/shared/ui/form";
import { Panel } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/skeleton";
import { toast } from "@/shared/ui/toast";
import { refreshPlan } from "@/shared/worktime/use-work";
import { type Hours, WeekEditor } from "@/shared/worktime/week-editor";

const hoursOf = ({ days }: Schemas["WeekPlan"]): Hours[] =>
  days.map(({ weekday, starts, ends }) => ({ weekday, starts, ends }));

/** The weekly hours of a colleague and from when they hold; what was planned for the days before stays. */
export function WeekPanel({ managerId }: { managerId: string }) {
  const { t } = useTranslation("worktime");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/schedule/week/{manager_id}", {
    params: { path: { manager_id: managerId } },
  });
  return (
    <Panel title={t("week.title")}>
      {data ? (
        <Week key={JSON.stringify(data)} managerId={managerId} plan={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <Skeleton className="h-72" />
      )}
    </Panel>
  );
}

function Week({ managerId, plan }: { managerId: string; plan: Schemas["WeekPlan"] }) {
  const { t } = useTranslation(["worktime", "common"]);
  const format = useFormat();
  const today = format.isoDay(Date.now());
  const [hours, setHours] = useState(hoursOf(plan));
  const [from, setFrom] = useState<string | null>(today);
  const isChanged = JSON.stringify(hours) !== JSON.stringify(hoursOf(plan));
  const save = api.useMutation("put", "/api/v1/schedule/week/{manager_id}", { onSettled: refreshPlan });
  const submit = () =>
    from &&
    save.mutate(
      { params: { path: { manager_id: managerId } }, body: { valid_from: from, days: hours } },
      { onSuccess: () => toast(t("week.saved", { day: format.calendarDay(from) }), { tone: "good" }) },
    );
  const next = plan.changes_on.find((day) => day > today);
  return (
    <div className="grid gap-4">
      <WeekEditor value={hours} onChange={setHours} />
      {next ? <p className="text-ink-muted text-xs">{t("week.changes", { day: format.calendarDay(next) })}</p> : null}
      {isChanged ? (
        <div className="grid gap-3 border-t pt-4">
          <DatePicker label={t("week.from")} hint={t("week.fromHint")} value={from} onChange={setFrom} isRequired />
          <FormAlert>{save.error ? errorText(save.error) : null}</FormAlert>
          <div className="flex justify-end gap-2">
            <Button onPress={() => setHours(hoursOf(plan))}>{t("common:cancel")}</Button>
            <Button look="primary" onPress={submit} isPending={save.isPending}>
              {t("common:save")}
            </Button>
          </div>
        </div>
      ) : null}
    </div>
  );
}
