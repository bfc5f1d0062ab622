import { IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Dialog, DialogTrigger, Heading } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { IconButton } from "@/shared/ui/icon-button";
import { ListPopover } from "@/shared/ui/list-popover";

interface WhyProps {
  name: string;
  formula: string;
  /** The figure as exactly as it is known, and what it was. */
  now: string;
  before: string;
  period: Schemas["Period"];
  notes?: readonly string[];
}

/** The last day of a half-open range. */
const lastDay = (end: string) => new Date(Date.parse(`${end}T00:00:00Z`) - 1).toISOString().slice(0, 10);

/** "9–15 нояб.", or one day alone. */
export function useDayRange() {
  const format = useFormat();
  return (from: string, end: string) => {
    const to = lastDay(end);
    return format.calendarDays(from, to);
  };
}

/** How a figure comes about: its formula, its exact values, and how far to trust it. */
export function Why({ name, formula, now, before, period, notes = [] }: WhyProps) {
  const { t } = useTranslation("dashboard");
  const range = useDayRange();
  return (
    <DialogTrigger>
      <IconButton icon={IconInfoCircle} size="tiny" label={t("why.open", { name })} />
      <ListPopover placement="bottom end" className="w-80 max-w-[calc(100vw-1rem)]">
        <Dialog className="grid gap-3 p-4 text-sm outline-none">
          <Heading slot="title" className="font-semibold">
            {name}
          </Heading>
          <p className="text-pretty text-ink-soft">{formula}</p>
          <dl className="grid gap-1">
            <Line label={range(period.from_day, period.to_day)}>{now}</Line>
            <Line label={range(period.before_from, period.before_to)}>{before}</Line>
          </dl>
          {notes.map((note) => (
            <p key={note} className="text-pretty rounded-md bg-warn-soft px-2.5 py-1.5 text-warn">
              {note}
            </p>
          ))}
          <p className="text-ink-muted text-xs">{t("zone", { zone: period.time_zone })}</p>
        </Dialog>
      </ListPopover>
    </DialogTrigger>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="tabular flex items-baseline justify-between gap-3">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
