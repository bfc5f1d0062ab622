import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { Button } from "@/shared/ui/button";
import { FormAlert } from "@/shared/ui/form";
import { toast } from "@/shared/ui/toast";
import { refreshPlan } from "@/shared/worktime/use-work";
import { type Hours, WeekEditor } from "@/shared/worktime/week-editor";

/** New office hours. */
export function OfficeForm({ office, onDone }: { office: Hours[]; onDone: () => void }) {
  const { t } = useTranslation("common");
  const [hours, setHours] = useState(office);
  const save = api.useMutation("put", "/api/v1/kpi/office-hours", { onSettled: refreshPlan });
  const submit = () =>
    save.mutate(
      { body: { items: hours.map(({ weekday, starts, ends }) => ({ weekday, opens: starts, closes: ends })) } },
      {
        onSuccess: () => {
          toast(t("saved"), { tone: "good" });
          onDone();
        },
      },
    );
  return (
    <div className="grid gap-4">
      <div className="max-w-md">
        <WeekEditor value={hours} onChange={setHours} />
      </div>
      <FormAlert>{save.error ? errorText(save.error) : null}</FormAlert>
      <div className="flex justify-end gap-2">
        <Button onPress={onDone}>{t("cancel")}</Button>
        <Button look="primary" onPress={submit} isPending={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </div>
  );
}
