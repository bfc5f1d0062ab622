import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { StageName } from "@/shared/crm/stage";
import { overlayPart } from "@/shared/lib/lazy-part";
import { useFormat } from "@/shared/lib/use-format";
import { IconButton } from "@/shared/ui/icon-button";
import { Panel } from "@/shared/ui/page";
import { panelTitle } from "./panel-title";
import type { Card } from "./use-client";

const DealForm = overlayPart(async () => (await import("@/shared/crm/deal-form")).DealForm);

/** The client's deals, newest first, and a way to begin one. */
export function DealsPanel({ card }: { card: Card }) {
  const { t } = useTranslation(["clients", "crm"]);
  const format = useFormat();
  const [isAdding, setAdding] = useState(false);
  return (
    <Panel
      title={panelTitle(t("deals.title"), card.counts.deals)}
      actions={<IconButton icon={IconPlus} size="tiny" label={t("crm:deal.new")} onPress={() => setAdding(true)} />}
    >
      {card.deals.length === 0 ? <p className="text-ink-muted text-sm">{t("deals.empty")}</p> : null}
      <ul className="-mx-2 grid">
        {card.deals.map((deal) => (
          <li key={deal.id}>
            <Link
              to="/deals"
              search={{ open: deal.id }}
              className="grid min-h-11 gap-0.5 rounded-md px-2 py-1.5 hover:bg-hover"
            >
              <span className="flex min-w-0 items-baseline gap-2">
                <span className="min-w-0 flex-1 truncate font-medium">{deal.title}</span>
                <span className="tabular shrink-0 font-semibold text-sm">
                  {format.money(deal.amount_minor, deal.currency)}
                </span>
              </span>
              <span className="flex items-center gap-2 text-ink-muted text-xs">
                <StageName stage={deal.stage} />
                <span>{format.date(deal.closed_at ?? deal.stage_entered_at)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {isAdding ? (
        <DealForm isOpen client={{ id: card.client.id, name: card.client.name }} onClose={() => setAdding(false)} />
      ) : null}
    </Panel>
  );
}
