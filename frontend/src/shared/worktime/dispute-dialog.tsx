import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { ApiError, errorText } from "@/shared/api/errors";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { FormAlert } from "@/shared/ui/form";
import { RadioGroup } from "@/shared/ui/radio-group";
import { TextArea } from "@/shared/ui/text-area";
import { TimeField } from "@/shared/ui/time-field";
import { toast } from "@/shared/ui/toast";
import { momentOf } from "./moment";
import { refreshWork } from "./use-work";

type Kind = Schemas["CorrectionWish"]["kind"];

const kinds = ["worked_away", "shift_end", "not_worked", "other"] as const satisfies readonly Kind[];

interface DisputeDialogProps {
  page: Schemas["DayPage"];
  onClose: () => void;
}

/** «This day was not so»: what was, when, and why. The head decides; what was measured stays beside it. */
export function DisputeDialog({ page, onClose }: DisputeDialogProps) {
  const { t } = useTranslation(["worktime", "common"]);
  const { timeZone } = useFormat();
  const [kind, setKind] = useState<Kind>("worked_away");
  const [start, setStart] = useState<string | null>(null);
  const [end, setEnd] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const ask = api.useMutation("post", "/api/v1/worktime/corrections", { onSettled: refreshWork });
  const needsStart = kind === "worked_away" || kind === "not_worked";
  const needsEnd = kind !== "other";
  const send = () => {
    if (!reason.trim() || (needsStart && !start) || (needsEnd && !end)) return setMissing(true);
    const proposed_start = needsStart && start ? momentOf(page.day, start, timeZone) : null;
    const proposed_end = needsEnd && end ? momentOf(page.day, end, timeZone, proposed_start ?? page.started_at) : null;
    ask.mutate(
      { body: { day: page.day, kind, proposed_start, proposed_end, reason: reason.trim() } },
      {
        onSuccess: () => {
          onClose();
          toast(t("dispute.sent"), { tone: "good" });
        },
      },
    );
  };
  const refused = ask.error instanceof ApiError ? (Object.values(ask.error.fields)[0] ?? errorText(ask.error)) : null;
  const missing = (isEmpty: boolean) => (isMissing && isEmpty ? t("common:validation.required") : undefined);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("dispute.open")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" onPress={send} isPending={ask.isPending}>
            {t("dispute.send")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <RadioGroup
          label={t("dispute.what")}
          value={kind}
          onChange={setKind}
          options={kinds.map((id) => ({ id, label: t(`kind.${id}`), hint: t(`kindHint.${id}`) }))}
        />
        {needsEnd ? (
          <div className="grid grid-cols-2 gap-4">
            {needsStart ? (
              <TimeField label={t("dispute.from")} value={start} onChange={setStart} error={missing(!start)} />
            ) : null}
            <TimeField
              label={t(needsStart ? "dispute.to" : "dispute.end")}
              value={end}
              onChange={setEnd}
              error={missing(!end)}
            />
          </div>
        ) : null}
        <TextArea
          label={t("dispute.reason")}
          hint={t("dispute.reasonHint")}
          value={reason}
          onChange={setReason}
          onSubmit={send}
          maxLength={2000}
          error={missing(!reason.trim())}
        />
        <FormAlert>{refused}</FormAlert>
      </div>
    </Dialog>
  );
}
