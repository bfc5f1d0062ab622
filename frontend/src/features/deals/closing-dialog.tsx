import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { MoneyField } from "@/shared/ui/number-field";
import { RadioGroup } from "@/shared/ui/radio-group";
import { TextArea } from "@/shared/ui/text-area";
import type { Card, Move } from "./board";

type Reason = NonNullable<Schemas["Move"]["lost_reason"]>;

export const lostReasons: Reason[] = [
  "price",
  "competitor",
  "no_need",
  "no_answer",
  "timing",
  "duplicate",
  "spam",
  "test",
  "other",
];

/** A move into a closing stage that waits for a reason or a sum. */
export interface Closing {
  card: Card;
  to: Move;
  outcome: "won" | "lost";
}

interface ClosingDialogProps {
  closing: Closing;
  onClose: () => void;
  onConfirm: (move: Move) => void;
}

/** Lost asks why, won confirms the sum; nothing moves before the answer. */
export function ClosingDialog({ closing: { card, to, outcome }, onClose, onConfirm }: ClosingDialogProps) {
  const { t } = useTranslation(["deals", "crm", "common"]);
  const form = useId();
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState("");
  const [amount, setAmount] = useState<number | null>(card.amount_minor);
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (outcome === "won") return onConfirm({ ...to, amount_minor: amount ?? 0 });
    if (!reason) return setMissing(true);
    onConfirm({ ...to, lost_reason: reason, lost_note: note.trim() || null });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t(outcome === "won" ? "closing.wonTitle" : "closing.lostTitle")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button type="submit" form={form} look="primary">
            {t(outcome === "won" ? "closing.won" : "closing.lost")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-4">
        <p className="text-ink-soft">
          {card.title} · {card.client.name}
        </p>
        {outcome === "won" ? (
          <MoneyField label={t("closing.amount")} value={amount} onChange={setAmount} currency={card.currency} />
        ) : (
          <>
            <RadioGroup
              label={t("closing.reason")}
              options={lostReasons.map((id) => ({ id, label: t(`crm:lostReason.${id}`) }))}
              value={reason}
              onChange={setReason}
              error={missing && !reason ? t("closing.reasonNeeded") : undefined}
            />
            <TextArea label={t("closing.note")} value={note} onChange={setNote} rows={2} />
          </>
        )}
      </form>
    </Dialog>
  );
}
