import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { ApiError, errorText } from "@/shared/api/errors";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { FormAlert } from "@/shared/ui/form";
import { TextArea } from "@/shared/ui/text-area";
import { TimeField } from "@/shared/ui/time-field";
import { toast } from "@/shared/ui/toast";
import { momentOf } from "@/shared/worktime/moment";
import { refreshWork } from "@/shared/worktime/use-work";

interface ShiftDialogProps {
  question: Schemas["ShiftQuestion"];
  onLater: () => void;
}

/** When did that shift end? As it was measured, with one press; or another time, with a reason, for the head to decide. */
export function ShiftDialog({ question, onLater }: ShiftDialogProps) {
  const { t } = useTranslation(["worktime", "common"]);
  const format = useFormat();
  const [isOther, setOther] = useState(false);
  const [end, setEnd] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const answer = api.useMutation("post", "/api/v1/worktime/days/{day}/answer", { onSettled: refreshWork });
  const path = { path: { day: question.day } };
  const confirm = () => answer.mutate({ params: path, body: {} }, { onSuccess: () => toast(t("forgotten.thanks")) });
  const dispute = () => {
    if (!end || !reason.trim()) return setMissing(true);
    const ended_at = momentOf(question.day, end, format.timeZone, question.started_at);
    answer.mutate(
      { params: path, body: { ended_at, reason: reason.trim() } },
      { onSuccess: () => toast(t("dispute.sent"), { tone: "good" }) },
    );
  };
  const { error } = answer;
  const refused = error instanceof ApiError ? (Object.values(error.fields)[0] ?? errorText(error)) : null;
  const missing = (isEmpty: boolean) => (isMissing && isEmpty ? t("common:validation.required") : undefined);
  const ended = format.time(question.ended_at);
  return (
    <Dialog
      isOpen
      onClose={onLater}
      title={t("forgotten.title")}
      size="sm"
      footer={
        isOther ? (
          <>
            <Button onPress={() => setOther(false)}>{t("common:back")}</Button>
            <Button look="primary" onPress={dispute} isPending={answer.isPending}>
              {t("dispute.send")}
            </Button>
          </>
        ) : (
          <>
            <Button onPress={() => setOther(true)}>{t("forgotten.other")}</Button>
            <Button look="primary" onPress={confirm} isPending={answer.isPending}>
              {t("forgotten.confirm", { time: ended })}
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-4">
        <p className="text-pretty text-ink-soft first-letter:uppercase">
          {t("forgotten.lead", {
            day: format.longDate(`${question.day}T12:00:00Z`),
            start: format.time(question.started_at),
            seen: format.time(question.last_seen_at),
            end: ended,
          })}
        </p>
        {isOther ? (
          <>
            <TimeField label={t("dispute.end")} value={end} onChange={setEnd} error={missing(!end)} />
            <TextArea
              label={t("dispute.reason")}
              hint={t("dispute.reasonHint")}
              value={reason}
              onChange={setReason}
              onSubmit={dispute}
              maxLength={2000}
              error={missing(!reason.trim())}
            />
          </>
        ) : null}
        <FormAlert>{refused}</FormAlert>
      </div>
    </Dialog>
  );
}
