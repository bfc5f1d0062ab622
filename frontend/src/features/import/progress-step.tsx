import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Panel } from "@/shared/ui/page";
import { toastError } from "@/shared/ui/toast";
import { firstPlan, type Import, progress } from "./plan";
import { Counts } from "./preview-panel";
import { runImport } from "./use-plan";

const stuckAfter = 10_000;

/** Whether nothing has moved for a while: the run was cut off (a restart), and nobody goes on with it by himself. */
function useIsStuck(pending: number) {
  const [stuckAt, setStuckAt] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setStuckAt(pending), stuckAfter);
    return () => clearTimeout(timer);
  }, [pending]);
  return stuckAt === pending;
}

/** The run as it goes; leaving the page changes nothing. */
export function ProgressStep({ running }: { running: Import }) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const isStuck = useIsStuck(running.counts.pending);
  const share = progress(running);
  // The server keeps the plan a run began with; what is sent now only has the right shape.
  const goOn = () =>
    runImport(running, { ...firstPlan(running), mapping: running.mapping ?? firstPlan(running).mapping });
  return (
    <div className="mx-auto max-w-180">
      <Panel title={running.file_name}>
        <div className="grid gap-4">
          <div className="grid gap-1.5">
            <div
              role="progressbar"
              aria-label={t("progress.label")}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={Math.round(share * 100)}
              className="h-2 overflow-clip rounded-full bg-sunken"
            >
              <div
                className="h-full rounded-full bg-accent transition-[width] duration-500"
                style={{ width: `${share * 100}%` }}
              />
            </div>
            <p className="tabular text-ink-muted text-sm">
              {t("progress.done", {
                done: format.number(running.row_count - running.counts.pending),
                all: format.number(running.row_count),
              })}
            </p>
          </div>
          <Counts counts={running.counts} />
          <p className="text-ink-soft text-sm">{isStuck ? t("progress.stuck") : t("progress.leave")}</p>
          {isStuck ? (
            <Button look="primary" className="w-fit" onPress={() => void goOn().catch(toastError)}>
              {t("progress.goOn")}
            </Button>
          ) : null}
        </div>
      </Panel>
    </div>
  );
}
