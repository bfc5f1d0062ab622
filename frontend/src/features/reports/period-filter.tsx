import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { RangeChip } from "@/shared/ui/range-chip";
import { route, useAddress } from "./asked";
import { daysOf } from "./period";
import { presets } from "./search";

/** Usual periods, or days of one's own; this month without a choice. */
export function PeriodFilter() {
  const { t } = useTranslation("reports");
  const { period, from, to } = route.useSearch();
  const change = useAddress();
  const today = useFormat().isoDay(Date.now());
  const [isOpen, setOpen] = useState(false);
  const isOwn = Boolean(from && to);
  const shown = period ?? "month";
  const days = from && to ? { from, to } : period && daysOf(period, today);
  const choose = (id: (typeof presets)[number]) => {
    change({ period: id, from: undefined, to: undefined, day: undefined });
    setOpen(false);
  };
  return (
    <RangeChip
      label={isOwn || period ? t("period.label") : t("period.now", { name: t("period.month") })}
      from={days?.from}
      to={days?.to}
      name={isOwn ? undefined : t(`period.${shown}`)}
      ownLabel={t("period.own")}
      isOpen={isOpen}
      onOpenChange={setOpen}
      onChange={(first, last) => change({ from: first, to: last, period: undefined, day: undefined })}
    >
      <div className="grid grid-cols-2 gap-1.5">
        {presets.map((id) => (
          <Button key={id} aria-pressed={!isOwn && shown === id} onPress={() => choose(id)}>
            {t(`period.${id}`)}
          </Button>
        ))}
      </div>
    </RangeChip>
  );
}
