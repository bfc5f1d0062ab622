import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { DatePicker } from "@/shared/ui/date-picker";
import { FormAlert } from "@/shared/ui/form";
import { toast } from "@/shared/ui/toast";
import { refreshPlan } from "@/shared/worktime/use-work";
import { WeekEditor } from "@/shared/worktime/week-editor";

interface WeekFormProps {
  managerId: string;
  plan: Schemas["WeekPlan"];
  onDone: () => void;
}

/** New weekly hours and from when they hold. */
export function WeekForm({ managerId, plan, onDone }: WeekFormProps) {
  const { t } = useTranslation(["worktime", "common"]);
  const format = useFormat();
  const [hours, setHours] = useState(plan.days.map(({ weekday, starts, ends }) => ({ weekday, starts, ends })));
  const [from, setFrom] = useState<string | null>(format.isoDay(Date.now()));
  const save = api.useMutation("put", "/api/v1/schedule/week/{manager_id}", { onSettled: refreshPlan });
  const submit = () =>
    from &&
    save.mutate(
      { params: { path: { manager_id: managerId } }, body: { valid_from: from, days: hours } },
      {
        onSuccess: () => {
          toast(t("week.saved", { day: format.calendarDay(from) }), { tone: "good" });
          onDone();
        },
      },
    );
  return (
    <div className="grid gap-4">
      <WeekEditor value={hours} onChange={setHours} />
      <DatePicker label={t("week.from")} hint={t("week.fromHint")} value={from} onChange={setFrom} isRequired />
      <FormAlert>{save.error ? errorText(save.error) : null}</FormAlert>
      <div className="flex justify-end gap-2">
        <Button onPress={onDone}>{t("common:cancel")}</Button>
        <Button look="primary" onPress={submit} isPending={save.isPending}>
          {t("common:save")}
        </Button>
      </div>
    </div>
  );
}
