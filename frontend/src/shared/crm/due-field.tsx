import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { DateTimePicker } from "@/shared/ui/date-picker";
import { Select } from "@/shared/ui/select";
import { dueAt, duePresets, presetOf, remindAt, remindBefore } from "./due";

interface DueFieldProps {
  value: string | null;
  onChange: (value: string | null) => void;
  onBlur?: () => void;
  error?: string;
}

/** When something is due: one press for the usual moments, or a date and time of one's own. */
export function DueField({ value, onChange, onBlur, error }: DueFieldProps) {
  const { t } = useTranslation("crm");
  const { timeZone } = useFormat();
  const chosen = presetOf(value, timeZone);
  return (
    <div className="grid gap-2">
      <DateTimePicker label={t("task.due")} value={value} onChange={onChange} onBlur={onBlur} error={error} />
      <div className="flex flex-wrap gap-1.5">
        {duePresets.map((preset) => (
          <Button
            key={preset}
            aria-pressed={chosen === preset}
            onPress={() => onChange(dueAt(preset, timeZone))}
            className={chosen === preset ? "border-accent text-accent-ink" : ""}
          >
            {t(`task.preset.${preset}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}

const usual = [0, 15, 60, 1440] as const;

/** How long before it is due somebody is reminded. */
export function RemindField(props: { due: string; value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTranslation("crm");
  const { due, value, onChange } = props;
  const before = remindBefore(due, value);
  const known = usual.find((minutes) => minutes === before);
  const chosen = value === null ? "none" : known === undefined ? "custom" : (String(known) as "0");
  const options = [
    { id: "none", label: t("task.remindAt.none") },
    ...usual.map((minutes) => ({ id: String(minutes), label: t(`task.remindAt.${minutes}`) })),
    ...(chosen === "custom" ? [{ id: "custom", label: t("task.remindAt.custom") }] : []),
  ];
  const choose = (id: string) => {
    if (id !== "custom") onChange(id === "none" ? null : remindAt(due, Number(id)));
  };
  return <Select label={t("task.remind")} options={options} value={chosen} onChange={choose} />;
}
