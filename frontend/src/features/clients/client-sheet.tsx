import { IconArrowsMaximize } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ContactLinks } from "@/shared/crm/contact-links";
import { ButtonLink } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { Sheet } from "@/shared/ui/sheet";
import { SkeletonText } from "@/shared/ui/skeleton";
import { CardMenu } from "./card-menu";
import { CardNotices } from "./card-notices";
import { Composer } from "./composer";
import { DealsPanel } from "./deals-panel";
import { FactsPanel } from "./facts-panel";
import { TasksPanel } from "./tasks-panel";
import { type Card, useCard } from "./use-client";

/** The essential card beside the list: reach him, write down, see what is open. The rest is one press away. */
export function ClientSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("clients");
  const { data: card, error, refetch } = useCard(id);
  return (
    <Sheet
      isOpen
      onClose={onClose}
      title={card?.client.name ?? t("client")}
      actions={
        <>
          {card ? <CardMenu client={card.client} /> : null}
          <ButtonLink to="/clients/$id" params={{ id }} look="ghost" size="icon" aria-label={t("openCard")}>
            <IconArrowsMaximize size={17} stroke={1.75} aria-hidden="true" />
          </ButtonLink>
        </>
      }
    >
      {card ? (
        <Content key={id} card={card} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonText lines={8} />
      )}
    </Sheet>
  );
}

function Content({ card }: { card: Card }) {
  const { t } = useTranslation("clients");
  const { client } = card;
  return (
    <div className="grid gap-4">
      <CardNotices card={card} />
      <div className="flex items-center gap-3">
        <ContactLinks client={client} />
        <Link to="/clients/$id" params={{ id: client.id }} className="font-medium text-accent-ink hover:underline">
          {t("openCardCount", { count: card.counts.interactions })}
        </Link>
      </div>
      <Composer client={client} />
      <TasksPanel client={client} />
      <DealsPanel card={card} />
      <FactsPanel client={client} />
    </div>
  );
}
