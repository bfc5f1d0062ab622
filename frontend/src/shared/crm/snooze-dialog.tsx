import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { DateTimePicker } from "@/shared/ui/date-picker";
import { Dialog } from "@/shared/ui/dialog";
import type { SnoozeWish } from "./task-actions";

interface SnoozeDialogProps {
  task: Schemas["TaskCard"];
  onSnooze: (wish: SnoozeWish) => void;
  onClose: () => void;
}

/** A moment of one's own to put a task off to. */
export function SnoozeDialog({ task, onSnooze, onClose }: SnoozeDialogProps) {
  const { t } = useTranslation(["tasks", "common"]);
  const [until, setUntil] = useState<string | null>(null);
  const [error, setError] = useState<string>();
  const save = () => {
    if (!until) return setError(t("common:validation.required"));
    if (Date.parse(until) <= Date.now()) return setError(t("snooze.past"));
    onClose();
    onSnooze({ until });
  };
  const change = (value: string | null) => {
    setUntil(value);
    setError(undefined);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t("snooze.action")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" onPress={save}>
            {t("snooze.action")}
          </Button>
        </>
      }
    >
      <p className="mb-4 text-pretty text-ink-soft">{task.title}</p>
      <DateTimePicker label={t("snooze.until")} value={until} onChange={change} error={error} />
    </Dialog>
  );
}
