import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Dot } from "@/shared/ui/badge";

const colors: Record<NonNullable<Schemas["WorkDay"]["state"]>, string> = {
  working: "var(--stage-won)",
  break: "var(--stage-in-progress)",
  away: "var(--stage-in-progress)",
  off: "var(--line-strong)",
};

/** Whether the day is open and since when. */
export function WorkChip() {
  const { t } = useTranslation("shell");
  const format = useFormat();
  const { data: day } = api.useQuery("get", "/api/v1/worktime/today", undefined, { staleTime: 60_000 });
  if (!day) return null;
  const text = day.ended_at
    ? t("work.ended", { time: format.time(day.ended_at) })
    : day.started_at
      ? t("work.since", { time: format.time(day.started_at) })
      : t("work.none");
  return (
    <p className="tabular flex min-w-0 items-center gap-2 text-ink-muted text-xs">
      <Dot color={colors[day.state ?? "off"]} />
      <span className="truncate">{text}</span>
    </p>
  );
}
