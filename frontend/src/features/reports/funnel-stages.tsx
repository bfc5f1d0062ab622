import { IconArrowDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useStageName } from "@/shared/crm/stage";
import { useFormat } from "@/shared/lib/use-format";
import { Panel } from "@/shared/ui/page";
import { useOpenRows } from "./asked";
import { Explain } from "./explain";
import { printFigure } from "./figure";

type Stage = Schemas["StageFigures"];

const outcomes = ["advanced", "won", "still_there", "moved_back", "lost"] as const;
const looks: Record<(typeof outcomes)[number], string> = {
  advanced: "var(--accent)",
  won: "var(--stage-won)",
  still_there: "color-mix(in oklab, var(--accent) 35%, var(--sunken))",
  moved_back: "var(--stage-in-progress)",
  lost: "var(--bad)",
};

/** A bar for each stage as long as the deals that entered it, cut by what became of them. */
export function FunnelStages({ stages }: { stages: readonly Stage[] }) {
  const { t } = useTranslation("reports");
  const most = Math.max(1, ...stages.map(({ entered }) => entered));
  return (
    <Panel title={t("funnel.title")} actions={<Explain metric="stage_passed" name={t("funnel.title")} />}>
      <ol className="grid gap-1.5">
        {stages.map((stage, index) => (
          <li key={stage.stage.id} className="grid gap-1.5">
            <StageBar stage={stage} most={most} />
            {index < stages.length - 1 || stage.entered > 0 ? <Passed stage={stage} /> : null}
          </li>
        ))}
      </ol>
      <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 border-t pt-3 text-ink-muted text-xs">
        {outcomes.map((outcome) => (
          <li key={outcome} className="flex items-center gap-1.5">
            <span aria-hidden="true" className="size-2 rounded-full" style={{ background: looks[outcome] }} />
            {t(`funnel.${outcome}`)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function useOpen(stage: Stage) {
  const open = useOpenRows();
  return (metric: string) => open(metric, { stage: stage.stage.id });
}

function StageBar({ stage, most }: { stage: Stage; most: number }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const open = useOpen(stage);
  const name = useStageName()(stage.stage);
  return (
    <>
      <div className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        <button
          type="button"
          onClick={() => open("stage_entered")}
          className="tabular cursor-pointer rounded-sm font-semibold hover:text-accent-ink hover:underline"
          aria-label={`${name}. ${t("funnel.entered")}: ${format.number(stage.entered)}`}
        >
          {format.number(stage.entered)}
        </button>
      </div>
      <div className="flex h-6 gap-0.5 overflow-clip rounded-md bg-sunken">
        {outcomes.map((outcome) =>
          stage[outcome] > 0 ? (
            <button
              key={outcome}
              type="button"
              onClick={() => open(`stage_${outcome}`)}
              title={`${t(`funnel.${outcome}`)}: ${format.number(stage[outcome])}`}
              aria-label={`${name}. ${t(`funnel.${outcome}`)}: ${format.number(stage[outcome])}`}
              className="min-w-1 cursor-pointer -outline-offset-2 transition-opacity hover:opacity-80"
              style={{ width: `${(stage[outcome] / most) * 100}%`, background: looks[outcome] }}
            />
          ) : null,
        )}
      </div>
    </>
  );
}

const opens = "pointer-coarse:min-h-8 cursor-pointer rounded-sm hover:text-accent-ink hover:underline";

/** How many went on, and how many were lost here. */
function Passed({ stage }: { stage: Stage }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const open = useOpen(stage);
  if (stage.entered === 0) return <p className="pb-1 text-ink-muted text-xs">{t("funnel.nobody")}</p>;
  return (
    <p className="tabular flex flex-wrap items-center gap-x-3 pb-1.5 text-ink-muted text-xs">
      <button type="button" onClick={() => open("stage_passed")} className={`flex items-center gap-1 ${opens}`}>
        <IconArrowDown size={13} aria-hidden="true" />
        {t("funnel.passed", { share: printFigure(stage.conversion, format) })}
      </button>
      {stage.lost > 0 ? (
        <button type="button" onClick={() => open("stage_lost")} className={opens}>
          {t("funnel.lostHere", { count: stage.lost })}
        </button>
      ) : null}
      {stage.still_there > 0 ? (
        <button type="button" onClick={() => open("stage_still_there")} className={opens}>
          {t("funnel.open", { count: stage.still_there })}
        </button>
      ) : null}
    </p>
  );
}
