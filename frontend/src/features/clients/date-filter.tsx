import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { RangeChip } from "@/shared/ui/range-chip";
import { dayPresets, daysOf, presetOf } from "./days";

interface DateFilterProps {
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}

/** When clients were added: usual periods, or days of one's own. */
export function DateFilter({ from, to, onChange }: DateFilterProps) {
  const { t } = useTranslation("clients");
  const today = useFormat().isoDay(Date.now());
  const [isOpen, setOpen] = useState(false);
  const preset = presetOf({ from, to }, today);
  const choose = (id: (typeof dayPresets)[number]) => {
    const days = daysOf(id, today);
    onChange(days.from, days.to);
    setOpen(false);
  };
  return (
    <RangeChip
      label={t("filter.received")}
      from={from}
      to={to}
      onChange={onChange}
      name={preset ? t(`days.${preset}`) : undefined}
      ownLabel={t("days.own")}
      isOpen={isOpen}
      onOpenChange={setOpen}
    >
      <div className="flex max-w-64 flex-wrap gap-1.5">
        {dayPresets.map((id) => (
          <Button key={id} aria-pressed={preset === id} onPress={() => choose(id)}>
            {t(`days.${id}`)}
          </Button>
        ))}
      </div>
    </RangeChip>
  );
}
