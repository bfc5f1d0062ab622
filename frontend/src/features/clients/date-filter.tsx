import { IconChevronDown, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { Button as AriaButton, Dialog, DialogTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { DateRange, type DayRange } from "@/shared/ui/date-range";
import { ListPopover } from "@/shared/ui/list-popover";
import { dayPresets, daysOf, presetOf } from "./days";

interface DateFilterProps {
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}

/** When clients were added: usual periods, or days of one's own. Looks like the other filter chips. */
export function DateFilter({ from, to, onChange }: DateFilterProps) {
  const { t } = useTranslation(["clients", "common"]);
  const format = useFormat();
  const today = format.isoDay(Date.now());
  const [isOpen, setOpen] = useState(false);
  const isOn = Boolean(from || to);
  const preset = presetOf({ from, to }, today);
  const name = preset
    ? t(`days.${preset}`)
    : [from, to].map((day) => (day ? format.calendarDay(day) : "…")).join(" – ");
  const choose = (days: DayRange | null) => {
    onChange(days?.from, days?.to);
    setOpen(false);
  };
  return (
    <span
      className={`inline-flex h-8 pointer-coarse:h-11 max-w-full shrink-0 items-stretch overflow-clip rounded-md border text-sm ${isOn ? "border-transparent bg-accent-soft text-accent-ink" : "border-line-strong border-dashed text-ink-soft"}`}
    >
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <AriaButton className="flex min-w-0 cursor-pointer items-center gap-1 px-2.5 font-medium -outline-offset-2 data-hovered:bg-hover">
          <span className="truncate">
            {t("filter.received")}
            {isOn ? `: ${name}` : ""}
          </span>
          {isOn ? null : <IconChevronDown size={14} className="text-ink-muted" aria-hidden="true" />}
        </AriaButton>
        <ListPopover placement="bottom start" className="p-3">
          <Dialog aria-label={t("filter.received")} className="grid gap-3 outline-none">
            <div className="flex max-w-64 flex-wrap gap-1.5">
              {dayPresets.map((id) => (
                <Button key={id} aria-pressed={preset === id} onPress={() => choose(daysOf(id, today))}>
                  {t(`days.${id}`)}
                </Button>
              ))}
            </div>
            <DateRange
              label={t("days.own")}
              value={from && to ? { from, to } : null}
              max={today}
              onChange={(days) => days && onChange(days.from, days.to)}
            />
          </Dialog>
        </ListPopover>
      </DialogTrigger>
      {isOn ? (
        <AriaButton
          aria-label={t("common:clearFilter", { name: t("filter.received") })}
          onPress={() => onChange(undefined, undefined)}
          className="grid pointer-coarse:w-10 w-7 shrink-0 cursor-pointer place-items-center -outline-offset-2 data-hovered:bg-hover"
        >
          <IconX size={14} aria-hidden="true" />
        </AriaButton>
      ) : null}
    </span>
  );
}
