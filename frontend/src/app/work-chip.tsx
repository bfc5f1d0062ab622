import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/me";
import { useFormat } from "@/shared/lib/use-format";
import { Dot } from "@/shared/ui/badge";

/** Whether the day is open and since when. */
export function WorkChip() {
  const { t } = useTranslation("shell");
  const format = useFormat();
  const day = useMe().work_day;
  if (!day) return null;
  const isOn = Boolean(day.started_at) && !day.ended_at;
  const text = day.ended_at
    ? t("work.ended", { time: format.time(day.ended_at) })
    : day.started_at
      ? t("work.since", { time: format.time(day.started_at) })
      : t("work.none");
  return (
    <p className="tabular flex h-7 items-center gap-2 px-2 text-ink-muted text-xs">
      <span className="grid w-6 place-items-center">
        <Dot color={isOn ? "var(--stage-won)" : "var(--line-strong)"} />
      </span>
      {text}
    </p>
  );
}
