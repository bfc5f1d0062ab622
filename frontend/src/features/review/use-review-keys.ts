import { useTranslation } from "react-i18next";
import { useShortcut } from "@/shared/lib/shortcuts";
import { type Verdict, verdicts } from "./tabs";

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-review]")];
const focused = () => document.activeElement?.closest<HTMLElement>("[data-review]") ?? null;

/** J and K walk the queue, 1 to 4 decide what has the focus (or the first) and go on to the next. */
export function useReviewKeys(onVerdict: (id: string, said: Verdict) => void, isEnabled: boolean) {
  const { t } = useTranslation("rules");
  const go = (row: HTMLElement | undefined) => {
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const move = (step: number) => {
    const all = rows();
    const row = focused();
    const at = row ? all.indexOf(row) : -1;
    go(all[Math.min(all.length - 1, Math.max(0, at + step))]);
  };
  const decide = (said: Verdict) => {
    const all = rows();
    const row = focused() ?? all[0];
    if (!row?.dataset.review) return;
    const at = all.indexOf(row);
    go(all[at + 1] ?? all[at - 1]);
    onVerdict(row.dataset.review, said);
  };
  useShortcut("j", t("review.next"), () => move(1));
  useShortcut("k", t("review.previous"), () => move(-1));
  useShortcut("1", t(`review.said.${verdicts[0]}`), () => decide(verdicts[0]), isEnabled);
  useShortcut("2", t(`review.said.${verdicts[1]}`), () => decide(verdicts[1]), isEnabled);
  useShortcut("3", t(`review.said.${verdicts[2]}`), () => decide(verdicts[2]), isEnabled);
  useShortcut("4", t(`review.said.${verdicts[3]}`), () => decide(verdicts[3]), isEnabled);
}
