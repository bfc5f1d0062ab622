import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { ConfirmDialog } from "@/shared/ui/dialog";
import { Panel } from "@/shared/ui/page";
import { toast, toastError } from "@/shared/ui/toast";
import { deadReason, type Source } from "./source";
import { refreshSources } from "./use-source";

type Letters = Schemas["DeadLetters"];
type Choice = Schemas["DeadChoice"];

/** Events that could not be read however often, of all sources or one, counted by reason. */
export function useDead(sourceId?: string) {
  const params = { query: sourceId ? { source_id: sourceId } : {} };
  return api.useQuery("get", "/api/v1/lead-sources/dead", { params }, { refetchInterval: 60_000 });
}

/** How many events of a source wait for a look: without those that could not be read. */
export function useWaiting() {
  const dead = useDead().data?.items ?? [];
  return ({ id, parked }: Pick<Source, "id" | "parked">) =>
    (parked ?? 0) - dead.reduce((sum, row) => sum + (row.source_id === id ? row.letters : 0), 0);
}

/** What could not be read, on the page of all sources. Nothing to show: nothing is shown. */
export function DeadPanel() {
  const { t } = useTranslation("sources");
  const items = useDead().data?.items ?? [];
  if (!items.length) return null;
  const count = items.reduce((sum, { letters }) => sum + letters, 0);
  return (
    <Panel title={t("dead.title")}>
      <p className="mb-2 text-ink-soft text-sm">{t("dead.text")}</p>
      {items.length > 1 ? <SettleButtons choice={{}} count={count} isAll /> : null}
      <ul className="grid divide-y">
        {items.map((row) => (
          <Row key={row.source_id + row.reason} row={row} isNamed />
        ))}
      </ul>
    </Panel>
  );
}

/** The same of one source, above its events. */
export function DeadPart({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const items = useDead(source.id).data?.items ?? [];
  if (!items.length) return null;
  return (
    <section className="grid gap-1 rounded-lg border px-3 py-2.5">
      <h3 className="font-semibold">{t("dead.title")}</h3>
      <p className="text-ink-soft text-sm">{t("dead.text")}</p>
      <ul className="grid divide-y">
        {items.map((row) => (
          <Row key={row.reason} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Row({ row, isNamed = false }: { row: Letters; isNamed?: boolean }) {
  const { t } = useTranslation("sources");
  const format = useFormat();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
      <span className="grid min-w-48 flex-1 gap-0.5">
        <span className="font-medium">
          {isNamed ? `${row.source_name}: ` : ""}
          {t("dead.count", { count: row.letters })}
        </span>
        <span className="text-sm">{t(`dead.reason.${deadReason(row.reason)}`)}</span>
        <details className="text-ink-muted text-xs">
          <summary className="tabular cursor-pointer rounded-sm pointer-coarse:py-3">
            {t("dead.newest", { date: format.dateTime(row.newest) })}
          </summary>
          <code className="block pt-1 [overflow-wrap:anywhere]">{row.example}</code>
        </details>
      </span>
      <SettleButtons choice={{ source_id: row.source_id, reason: row.reason }} count={row.letters} />
    </li>
  );
}

interface SettleProps {
  choice: Choice;
  count: number;
  isAll?: boolean;
}

/** Once more, or away with them. */
function SettleButtons({ choice, count, isAll = false }: SettleProps) {
  const { t } = useTranslation("sources");
  const [isAsking, setAsking] = useState(false);
  const retry = api.useMutation("post", "/api/v1/lead-sources/dead/retry", {
    onSuccess: ({ settled }) => toast(t("dead.retried", { count: settled }), { tone: "good" }),
    onError: toastError,
    onSettled: refreshSources,
  });
  const discard = api.useMutation("post", "/api/v1/lead-sources/dead/discard", {
    onSuccess: ({ settled }) => toast(t("dead.discarded", { count: settled })),
    onError: toastError,
    onSettled: () => {
      setAsking(false);
      return refreshSources();
    },
  });
  return (
    <div className="flex flex-wrap gap-2">
      <Button onPress={() => retry.mutate({ body: choice })} isPending={retry.isPending}>
        {t(isAll ? "dead.retryAll" : "dead.retry")}
      </Button>
      <Button look="ghost" onPress={() => setAsking(true)}>
        {t(isAll ? "dead.discardAll" : "dead.discard")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => discard.mutate({ body: choice })}
        title={t("dead.discardTitle", { count })}
        action={t("dead.discard")}
        isDanger
        isPending={discard.isPending}
      >
        {t("dead.discardText")}
      </ConfirmDialog>
    </div>
  );
}
