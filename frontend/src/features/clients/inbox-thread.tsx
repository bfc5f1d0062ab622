import { IconArrowsMaximize } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ContactLinks } from "@/shared/crm/contact-links";
import { StatusBadge } from "@/shared/crm/status-badge";
import { ButtonLink } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { SkeletonText } from "@/shared/ui/skeleton";
import { CardNotices } from "./card-notices";
import { Composer } from "./composer";
import { TasksPanel } from "./tasks-panel";
import { Timeline, type TimelineChannel } from "./timeline";
import { type Card, useCard } from "./use-client";

/** The open conversation beside the list: answer, see what was said, see what is promised. */
export function InboxThread({ clientId }: { clientId: string }) {
  const { data: card, error, refetch } = useCard(clientId);
  if (card) return <Thread key={clientId} card={card} />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div className="p-5">
      <SkeletonText lines={8} />
    </div>
  );
}

function Thread({ card }: { card: Card }) {
  const { t } = useTranslation("clients");
  const [channels, setChannels] = useState<TimelineChannel[]>([]);
  const { client } = card;
  const toCard = { to: "/clients/$id", params: { id: client.id } } as const;
  return (
    <>
      <header className="flex min-h-13 shrink-0 items-center gap-2 border-b px-5">
        <h2 className="min-w-0 truncate font-semibold">
          <Link {...toCard} className="hover:underline">
            {client.name}
          </Link>
        </h2>
        <StatusBadge status={client.status} />
        <span className="ml-auto flex items-center gap-2">
          <ContactLinks client={client} />
          <ButtonLink {...toCard} look="ghost" size="icon" aria-label={t("openCard")}>
            <IconArrowsMaximize size={17} stroke={1.75} aria-hidden="true" />
          </ButtonLink>
        </span>
      </header>
      <div className="scroll-area min-h-0 flex-1">
        <div className="mx-auto grid max-w-3xl gap-4 p-5">
          <CardNotices card={card} />
          <Composer client={client} />
          <Timeline clientId={client.id} channels={channels} onChannels={setChannels} />
          <TasksPanel client={client} />
        </div>
      </div>
    </>
  );
}
