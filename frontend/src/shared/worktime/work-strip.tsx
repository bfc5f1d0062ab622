import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { DayStrip } from "@/shared/charts/day-strip";
import { useFormat } from "@/shared/lib/use-format";
import { hourTicks, minutesInto, spansOf } from "./day-spans";

interface WorkStripProps {
  strip: Schemas["DayStrip"];
  day: Pick<Schemas["Today"], "presence_minutes" | "active_minutes">;
  /** What stands at the end of the words below. */
  end?: ReactNode;
}

const keys = [
  ["active", "bg-accent"],
  ["presence", "bg-accent/35"],
  ["break", "bg-warn/50"],
] as const;

/** A day of somebody as a strip with its hours and a word on what the shades mean. */
export function WorkStrip({ strip, day, end }: WorkStripProps) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  const words = t("strip.label", {
    presence: format.duration(day.presence_minutes),
    active: format.duration(day.active_minutes),
  });
  return (
    <div className="grid min-w-0 gap-2">
      <DayStrip
        label={words}
        spans={spansOf(strip)}
        plan={strip.planned}
        minutes={strip.minutes}
        ticks={hourTicks(strip, (at) => format.time(at).slice(0, 2))}
        now={minutesInto(strip)}
      />
      <div className="flex items-end justify-between gap-4 text-xs">
        <p aria-hidden="true" className="flex flex-wrap gap-x-4 gap-y-1 text-ink-muted">
          {keys.map(([key, look]) => (
            <span key={key} className="flex items-center gap-1.5">
              <span className={`size-2 rounded-xs ${look}`} />
              {t(`strip.${key}`)}
            </span>
          ))}
          {strip.planned.length > 0 ? (
            <span className="flex items-center gap-1.5">
              <span className="size-2 rounded-xs bg-line-strong" />
              {t("strip.plan")}
            </span>
          ) : null}
        </p>
        {end}
      </div>
    </div>
  );
}
