import { useTranslation } from "react-i18next";
import { api, client, invalidate, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Panel } from "@/shared/ui/page";
import { toastError } from "@/shared/ui/toast";

const path = "/api/v1/deliveries";

async function settle(id: string, how: "retry" | "discard") {
  try {
    await client.POST(`${path}/{delivery_id}/${how}`, { params: { path: { delivery_id: id } } });
  } catch (error) {
    toastError(error);
  }
  await invalidate(path);
}

/** Messages to colleagues that did not arrive, or nobody knows whether they did. Nothing to show: nothing is shown. */
export function UndeliveredPanel() {
  const { t } = useTranslation("sources");
  const { data } = api.useQuery("get", path, {}, { refetchInterval: 60_000 });
  if (!data?.items.length) return null;
  return (
    <Panel title={t("undelivered.title")} className="mb-4">
      <p className="mb-2 text-ink-soft text-sm">{t("undelivered.text")}</p>
      <ul className="grid divide-y">
        {data.items.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </Panel>
  );
}

function Row({ row }: { row: Schemas["ParkedDelivery"] }) {
  const { t } = useTranslation("sources");
  const format = useFormat();
  const isAmbiguous = row.status === "ambiguous";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
      <span className="grid min-w-48 flex-1">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{row.person.full_name}</span>
          <Badge tone={isAmbiguous ? "warn" : "bad"}>
            {t(isAmbiguous ? "undelivered.ambiguous" : "undelivered.dead")}
          </Badge>
        </span>
        <span className="tabular text-ink-muted text-xs [overflow-wrap:anywhere]">
          {[t(`undelivered.channel.${row.channel}`), format.dateTime(row.created_at), row.error]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      <Button onPress={() => void settle(row.id, "retry")}>{t("undelivered.retry")}</Button>
      <Button look="ghost" onPress={() => void settle(row.id, "discard")}>
        {t("undelivered.discard")}
      </Button>
    </li>
  );
}
