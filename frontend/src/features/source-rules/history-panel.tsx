import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client, type Schemas } from "@/shared/api/client";
import { originLine, useRuleWords } from "@/shared/crm/rule-words";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Panel } from "@/shared/ui/page";
import { toastError } from "@/shared/ui/toast";
import { useRerun } from "./use-rules";

type Preview = Schemas["Preview"];

/** History judged again: first what would change, then the change, and the way back. */
export function HistoryPanel() {
  const { t } = useTranslation(["rules", "common"]);
  const format = useFormat();
  const { data: health } = api.useQuery("get", "/api/v1/source-rules/health");
  const { run, undo } = useRerun();
  const [preview, setPreview] = useState<Preview>();
  const [isBusy, setBusy] = useState(false);
  const during = async (work: () => Promise<unknown>) => {
    setBusy(true);
    await work().catch(toastError);
    setBusy(false);
  };
  const look = () => during(async () => setPreview((await client.POST("/api/v1/source-rules/preview")).data));
  const apply = () =>
    during(async () => {
      await run();
      setPreview(undefined);
    });
  return (
    <Panel
      title={t("rules.history")}
      actions={
        <Button onPress={() => void look()} isPending={isBusy}>
          {t("rules.look")}
        </Button>
      }
    >
      <p className="text-ink-muted text-sm">{t("rules.historyLead")}</p>
      {health?.rerun_at ? (
        <p className="mt-2 flex flex-wrap items-center gap-2 text-sm">
          {t("rules.lastRun", { at: format.dateTime(health.rerun_at), count: health.rerun_changed ?? 0 })}
          <Button look="ghost" onPress={() => void during(undo)}>
            {t("common:undo")}
          </Button>
        </p>
      ) : null}
      {preview ? <Moves preview={preview} onRun={() => void apply()} /> : null}
    </Panel>
  );
}

function Moves({ preview, onRun }: { preview: Preview; onRun: () => void }) {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  const { read, changed, moves } = preview;
  if (!changed) return <p className="mt-3">{t("rules.previewNone", { read })}</p>;
  return (
    <div className="mt-3 grid gap-2">
      <p className="flex flex-wrap items-center gap-3 font-medium">
        {t("rules.previewSome", { changed, read })}
        <Button look="primary" onPress={onRun}>
          {t("rules.run")}
        </Button>
      </p>
      <ul className="grid divide-y text-sm">
        {moves.map(({ before, after, touches }) => {
          const from = before ? originLine(before, words) : t("rules.nothing");
          const line = `${from} → ${originLine(after, words)}`;
          return (
            <li key={JSON.stringify([before, after])} className="flex gap-3 py-1.5">
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{line}</span>
              <span className="tabular">{touches}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
