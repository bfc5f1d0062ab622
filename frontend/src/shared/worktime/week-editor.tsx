import { useState } from "react";
import { useTranslation } from "react-i18next";
import { weekdayName } from "@/shared/crm/week-hours";
import { useFormat } from "@/shared/lib/use-format";
import { Checkbox } from "@/shared/ui/checkbox";
import { TimeField } from "@/shared/ui/time-field";

export interface Hours {
  weekday: number;
  starts: string;
  ends: string;
}

interface WeekEditorProps {
  value: readonly Hours[];
  onChange: (value: Hours[]) => void;
}

const weekdays = [1, 2, 3, 4, 5, 6, 7];
const usual = { starts: "09:00", ends: "18:00" };

/** The working hours of a week, a line for each day; a day without hours is a day off. */
export function WeekEditor({ value, onChange }: WeekEditorProps) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  // What a day had before it was switched off comes back with it.
  const [last, setLast] = useState<Omit<Hours, "weekday">>(value[0] ?? usual);
  const change = (weekday: number, next: Partial<Hours> | null) => {
    const rest = value.filter((hours) => hours.weekday !== weekday);
    if (!next) return onChange(rest);
    const hours = { ...last, ...value.find((each) => each.weekday === weekday), ...next, weekday };
    setLast({ starts: hours.starts, ends: hours.ends });
    onChange([...rest, hours].toSorted((one, other) => one.weekday - other.weekday));
  };
  return (
    <ul className="grid gap-2">
      {weekdays.map((weekday) => {
        const hours = value.find((each) => each.weekday === weekday);
        const name = weekdayName(weekday, format.locale);
        return (
          <li
            key={weekday}
            className="grid min-h-8 pointer-coarse:min-h-11 grid-cols-[minmax(0,1fr)_auto] items-center gap-2"
          >
            <Checkbox value={Boolean(hours)} onChange={(isOn) => change(weekday, isOn ? {} : null)}>
              <span className="inline-block first-letter:uppercase">{name}</span>
            </Checkbox>
            {hours ? (
              <span className="flex items-center gap-1.5">
                <TimeField
                  aria-label={t("week.starts", { day: name })}
                  className="w-18"
                  value={hours.starts}
                  onChange={(starts) => starts && change(weekday, { starts })}
                />
                <span className="text-ink-muted">–</span>
                <TimeField
                  aria-label={t("week.ends", { day: name })}
                  className="w-18"
                  value={hours.ends}
                  onChange={(ends) => ends && change(weekday, { ends })}
                />
              </span>
            ) : (
              <span className="text-ink-muted text-sm">{t("day.off")}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
