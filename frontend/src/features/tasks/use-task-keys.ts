import { type RefObject, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useShortcut } from "@/shared/lib/shortcuts";

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-task]")];
const focused = () => document.activeElement?.closest<HTMLElement>("[data-task]") ?? null;
const titleOf = (row: HTMLElement | null | undefined) => row?.querySelector<HTMLElement>("[data-task-title]");

/** The list by keyboard: j and k walk the rows, the other keys act on the row that has the focus. */
export function useTaskKeys(input: RefObject<HTMLInputElement | null>, onSnooze: (id: string) => void) {
  const { t } = useTranslation("tasks");
  // Where the focus was: a row that is done or put off takes the focus away with it.
  const last = useRef(-1);

  const go = (index: number) => {
    const all = rows();
    last.current = Math.min(all.length - 1, Math.max(0, index));
    const row = all[last.current];
    row?.scrollIntoView({ block: "nearest" });
    titleOf(row)?.focus();
  };
  const place = () => {
    const row = focused();
    return row ? rows().indexOf(row) : null;
  };
  const move = (step: number) => {
    const at = place();
    go(at === null ? Math.max(0, last.current) : at + step);
  };
  useShortcut("j", t("keys.next"), () => move(1));
  useShortcut("k", t("keys.previous"), () => move(-1));
  useShortcut("x", t("keys.done"), () => {
    const at = place();
    focused()?.querySelector<HTMLElement>("input[type=checkbox]")?.click();
    if (at !== null) go(at + 1);
  });
  useShortcut("e", t("keys.edit"), () => titleOf(focused())?.click());
  useShortcut("s", t("keys.snooze"), () => {
    const id = focused()?.dataset.task;
    last.current = place() ?? last.current;
    if (id) onSnooze(id);
  });
  useShortcut("a", t("keys.add"), () => input.current?.focus());
}
