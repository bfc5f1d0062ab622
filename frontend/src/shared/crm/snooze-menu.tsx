import { IconAlarmSnooze } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { lazyPart } from "@/shared/lib/lazy-part";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { IconButton } from "@/shared/ui/icon-button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import type { SnoozePreset, SnoozeWish } from "./task-actions";

interface SnoozeMenuProps {
  task: Schemas["TaskCard"];
  onSnooze: (wish: SnoozeWish) => void;
  /** Given, the menu can be opened from outside, e.g. by a key. */
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  shortcut?: string;
  /** A button with words in place of the icon. */
  isWide?: boolean;
}

const SnoozeDialog = lazyPart(async () => (await import("./snooze-dialog")).SnoozeDialog);

const threeHours = 3 * 60 * 60 * 1000;

/** When to be reminded of it instead: the usual moments, or one of one's own. */
export function SnoozeMenu({ task, onSnooze, shortcut, isWide = false, ...open }: SnoozeMenuProps) {
  const { t } = useTranslation("tasks");
  const format = useFormat();
  const [isChoosing, setChoosing] = useState(false);
  const isLate = format.isoDay(Date.now() + threeHours) !== format.isoDay(Date.now());
  // Near midnight "in three hours" is tomorrow morning, which has a line of its own.
  const presets: SnoozePreset[] = ["later_today", "tomorrow_morning", "next_week"];
  return (
    <>
      <MenuTrigger {...open}>
        {isWide ? (
          <Button>
            <IconAlarmSnooze size={17} stroke={1.75} className="max-sm:hidden" aria-hidden="true" />
            {t("snooze.action")}
          </Button>
        ) : (
          <IconButton icon={IconAlarmSnooze} label={t("snooze.of", { title: task.title })} shortcut={shortcut} />
        )}
        <Menu title={t("snooze.action")} placement="bottom end">
          {presets
            .filter((preset) => preset !== "later_today" || !isLate)
            .map((preset) => (
              <MenuItem key={preset} id={preset} onAction={() => onSnooze({ preset })}>
                {t(`snooze.${preset}`)}
              </MenuItem>
            ))}
          <MenuItem id="custom" onAction={() => setChoosing(true)}>
            {t("snooze.custom")}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      <Suspense>
        {isChoosing ? <SnoozeDialog task={task} onSnooze={onSnooze} onClose={() => setChoosing(false)} /> : null}
      </Suspense>
    </>
  );
}
