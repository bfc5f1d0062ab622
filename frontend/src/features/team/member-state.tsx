import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { Dot } from "@/shared/ui/badge";
import { stateColors } from "@/shared/worktime/work-state";
import { type Member, type Standing, standing, standsSince } from "./member";

const colors: Record<Standing, string> = {
  ...stateColors,
  finished: stateColors.off,
  absent: stateColors.off,
  invited: "var(--stage-in-progress)",
  inactive: "transparent",
};

/** Whether somebody is at work now, and if not, why. */
export function MemberState({ member }: { member: Member }) {
  const { t } = useTranslation("team");
  const format = useFormat();
  const state = standing(member);
  const time = standsSince(member);
  return (
    <span className="tabular flex min-w-0 items-center gap-2">
      <Dot color={colors[state]} />
      <span className={`truncate ${state === "working" ? "" : "text-ink-muted"}`}>
        {t(`state.${state}`, { time: time ? format.time(time) : "" })}
      </span>
    </span>
  );
}
