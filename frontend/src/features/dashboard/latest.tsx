import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { StageName, useStages } from "@/shared/crm/stage";
import { StatusBadge } from "@/shared/crm/status-badge";
import { useFormat } from "@/shared/lib/use-format";
import { ButtonLink } from "@/shared/ui/button";
import { Panel } from "@/shared/ui/page";

const titleShape = "min-w-0 flex-1 truncate rounded-sm font-medium hover:text-accent-ink pointer-coarse:py-1";
const lineShape = "flex min-w-0 items-center gap-2 text-ink-muted text-sm";

function LatestPanel(props: { title: string; all: ReactNode; isEmpty: boolean; empty: string; children: ReactNode }) {
  return (
    <Panel title={props.title} actions={props.all}>
      {props.isEmpty ? <p className="text-ink-muted">{props.empty}</p> : <ul className="-mb-1">{props.children}</ul>}
    </Panel>
  );
}

/** Who came lately. */
export function LatestClients({ clients }: { clients: readonly Schemas["LatestClient"][] }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  return (
    <LatestPanel
      title={t("clients.title")}
      isEmpty={clients.length === 0}
      empty={t("clients.empty")}
      all={
        <ButtonLink to="/clients" look="ghost" className="-my-1 -mr-3">
          {t("clients.all")}
        </ButtonLink>
      }
    >
      {clients.map((client) => (
        <li key={client.id} className="grid grid-cols-1 gap-0.5 border-b py-2 last:border-b-0">
          <span className="flex items-center gap-2">
            <Link to="/clients/$id" params={{ id: client.id }} className={titleShape}>
              {client.name}
            </Link>
            <StatusBadge status={client.status} />
          </span>
          <span className={lineShape}>
            <ChannelIcon channel={client.source?.channel ?? "other"} size={14} />
            <span className="min-w-0 flex-1 truncate">{client.source?.name ?? t("clients.noSource")}</span>
            <time dateTime={client.received_at} className="tabular shrink-0 text-xs">
              {format.relative(client.received_at)}
            </time>
          </span>
        </li>
      ))}
    </LatestPanel>
  );
}

/** What was opened lately, with its stage and sum. */
export function LatestDeals({ deals }: { deals: readonly Schemas["DealCard"][] }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const stages = useStages();
  return (
    <LatestPanel
      title={t("deals.title")}
      isEmpty={deals.length === 0}
      empty={t("deals.empty")}
      all={
        <ButtonLink to="/deals" look="ghost" className="-my-1 -mr-3">
          {t("deals.all")}
        </ButtonLink>
      }
    >
      {deals.map((deal) => {
        const stage = stages.find(({ id }) => id === deal.stage_id);
        return (
          <li key={deal.id} className="grid grid-cols-1 gap-0.5 border-b py-2 last:border-b-0">
            <span className="flex items-baseline gap-2">
              <Link to="/deals" search={{ open: deal.id }} className={titleShape}>
                {deal.title}
              </Link>
              <span className="tabular shrink-0 font-semibold text-sm">
                {format.money(deal.amount_minor, deal.currency)}
              </span>
            </span>
            <span className={lineShape}>
              {stage ? <StageName stage={stage} /> : null}
              <span className="min-w-0 flex-1 truncate text-right">{deal.client.name}</span>
            </span>
          </li>
        );
      })}
    </LatestPanel>
  );
}
