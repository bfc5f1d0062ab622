import { IconChevronDown, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { DateRange } from "./date-range";
import { chipShape } from "./filter-chips";
import { Panel, PanelTrigger } from "./panel";

interface RangeChipProps {
  label: string;
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
  /** The name of the range, when it has one. */
  name?: string;
  /** What the two fields of one's own days are called. */
  ownLabel: string;
  /** Ready-made ranges over the fields. */
  children?: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}

/** A filter by days up to today: looks like the other chips, its calendar comes when it opens. */
export function RangeChip({ label, from, to, onChange, name, ownLabel, children, ...open }: RangeChipProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOn = Boolean(from || to);
  const days = [from, to].map((day) => (day ? format.calendarDay(day) : "…")).join(" – ");
  return (
    <span className={chipShape(isOn)}>
      <PanelTrigger {...open}>
        <Button className="flex min-w-0 cursor-pointer items-center gap-1 px-2.5 font-medium -outline-offset-2 data-hovered:bg-hover">
          <span className="truncate">
            {label}
            {isOn ? `: ${name ?? days}` : ""}
          </span>
          {isOn ? null : <IconChevronDown size={14} className="text-ink-muted" aria-hidden="true" />}
        </Button>
        <Panel placement="bottom start" className="p-3">
          <div className="grid gap-3">
            {children}
            <DateRange
              label={ownLabel}
              value={from && to ? { from, to } : null}
              max={format.isoDay(Date.now())}
              onChange={(range) => range && onChange(range.from, range.to)}
            />
          </div>
        </Panel>
      </PanelTrigger>
      {isOn ? (
        <Button
          aria-label={t("clearFilter", { name: label })}
          onPress={() => onChange(undefined, undefined)}
          className="grid pointer-coarse:w-10 w-7 shrink-0 cursor-pointer place-items-center -outline-offset-2 data-hovered:bg-hover"
        >
          <IconX size={14} aria-hidden="true" />
        </Button>
      ) : null}
    </span>
  );
}
