import { IconChevronUp } from "@tabler/icons-react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Dot } from "@/shared/ui/badge";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { useWork, workIcons } from "@/shared/worktime/use-work";
import { breakSince, stateColors } from "@/shared/worktime/work-state";

/** What the day is in a few words: "На смене с 09:02". */
function useDayWords() {
  const { t } = useTranslation("crm");
  const format = useFormat();
  return (day: Schemas["Today"]) => {
    const rest = breakSince(day);
    if (rest) return t("work.onBreak", { time: format.time(rest) });
    if (day.state === "off" && day.ended_at) return t("work.ended", { time: format.time(day.ended_at) });
    return day.started_at ? t("work.since", { time: format.time(day.started_at) }) : t("work.none");
  };
}

/** Whether one is at work and since when; a press offers a break and the end of work. */
export function WorkChip() {
  const { t } = useTranslation("crm");
  const words = useDayWords();
  const { day, actions, act } = useWork();
  if (!day) return null;
  return (
    <MenuTrigger>
      <Button
        aria-label={`${t("work.title")}: ${words(day)}`}
        className="tabular flex h-8 pointer-coarse:h-11 w-full min-w-0 cursor-pointer items-center gap-2 rounded-md px-2 text-ink-soft text-xs data-hovered:bg-hover"
      >
        <Dot color={stateColors[day.state ?? "off"]} />
        <span className="min-w-0 flex-1 truncate text-left">{words(day)}</span>
        <IconChevronUp size={14} className="shrink-0 text-ink-muted" aria-hidden="true" />
      </Button>
      <Menu title={t("work.title")} placement="top start">
        {actions.map((action) => (
          <MenuItem key={action} icon={workIcons[action]} onAction={() => act(action)}>
            {t(`work.${action}`)}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
