import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { ApiError, errorText } from "@/shared/api/errors";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { DateRange } from "@/shared/ui/date-range";
import { Dialog } from "@/shared/ui/dialog";
import { FormAlert } from "@/shared/ui/form";
import { Select } from "@/shared/ui/select";
import { TextField } from "@/shared/ui/text-field";
import { TimeField } from "@/shared/ui/time-field";
import { toast } from "@/shared/ui/toast";
import { refreshPlan } from "./use-work";

type Kind = Schemas["ExceptionEdit"]["kind"];

const personal = ["day_off", "leave", "sick", "swap"] as const satisfies readonly Kind[];

interface ExceptionDialogProps {
  /** Null: a holiday of the whole company. */
  managerId: string | null;
  onClose: () => void;
}

/** Days that differ from the weekly plan: a day off, leave, sickness, other hours, or a holiday of everybody. */
export function ExceptionDialog({ managerId, onClose }: ExceptionDialogProps) {
  const { t } = useTranslation(["worktime", "common"]);
  const today = useFormat().isoDay(Date.now());
  const [kind, setKind] = useState<Kind>(managerId ? "day_off" : "holiday");
  const [days, setDays] = useState<{ from: string; to: string } | null>({ from: today, to: today });
  const [hours, setHours] = useState({ starts: "09:00", ends: "18:00" });
  const [note, setNote] = useState("");
  const set = api.useMutation("post", "/api/v1/schedule/exceptions", { onSettled: refreshPlan });
  const send = () => {
    if (!days) return;
    const body = { manager_id: managerId, from_day: days.from, to_day: days.to, kind, note: note.trim() || null };
    set.mutate(
      { body: { ...body, ...(kind === "swap" ? hours : {}) } },
      {
        onSuccess: () => {
          onClose();
          toast(t("common:saved"), { tone: "good" });
        },
      },
    );
  };
  const refused = set.error instanceof ApiError ? (Object.values(set.error.fields)[0] ?? errorText(set.error)) : null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(managerId ? "exception.add" : "exception.addHoliday")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" onPress={send} isPending={set.isPending}>
            {t("common:save")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {managerId ? (
          <Select
            label={t("exception.what")}
            value={kind}
            onChange={setKind}
            options={personal.map((id) => ({ id, label: t(`exception.kind.${id}`) }))}
          />
        ) : null}
        <DateRange
          label={t("exception.days")}
          value={days}
          onChange={setDays}
          error={days ? undefined : t("common:validation.required")}
        />
        {kind === "swap" ? (
          <div className="grid grid-cols-2 gap-4">
            <TimeField
              label={t("dispute.from")}
              value={hours.starts}
              onChange={(starts) => starts && setHours({ ...hours, starts })}
            />
            <TimeField
              label={t("dispute.to")}
              value={hours.ends}
              onChange={(ends) => ends && setHours({ ...hours, ends })}
            />
          </div>
        ) : null}
        <TextField label={t("exception.note")} value={note} onChange={setNote} maxLength={500} />
        <FormAlert>{refused}</FormAlert>
      </div>
    </Dialog>
  );
}
