import { useTranslation } from "react-i18next";
import { stageColor, useStageName } from "@/shared/crm/stage";
import { Dot } from "@/shared/ui/badge";
import type { Column } from "./board";

/** On a phone the board shows one stage at a time; a chip jumps to its column. */
export function StageChips({ columns }: { columns: Column[] }) {
  const { t } = useTranslation("deals");
  const name = useStageName();
  const jump = (id: string) =>
    document.getElementById(`stage-${id}`)?.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  return (
    <nav aria-label={t("stages")} className="no-scrollbar flex shrink-0 gap-2 overflow-x-auto px-4 pb-3 sm:hidden">
      {columns.map(({ stage, count }) => (
        <button
          key={stage.id}
          type="button"
          onClick={() => jump(stage.id)}
          className="flex h-9 shrink-0 items-center gap-2 rounded-full border bg-surface px-3 font-medium text-sm"
        >
          <Dot color={stageColor(stage.color)} />
          {name(stage)}
          <span className="tabular text-ink-muted">{count}</span>
        </button>
      ))}
    </nav>
  );
}
