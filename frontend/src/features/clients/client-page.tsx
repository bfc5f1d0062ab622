import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ContactLinks } from "@/shared/crm/contact-links";
import { StatusBadge } from "@/shared/crm/status-badge";
import { Badge } from "@/shared/ui/badge";
import { ErrorState } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { Segmented } from "@/shared/ui/segmented";
import { Skeleton, SkeletonText } from "@/shared/ui/skeleton";
import { CardMenu } from "./card-menu";
import { CardNotices } from "./card-notices";
import { Composer } from "./composer";
import { DealsPanel } from "./deals-panel";
import { FactsPanel } from "./facts-panel";
import { FilesPanel } from "./files-panel";
import { TasksPanel } from "./tasks-panel";
import { Timeline, type TimelineChannel, timelineChannels } from "./timeline";
import { type Card, useCard } from "./use-client";

/** The full card: facts left, what happened in the middle, what hangs on the client right; parts one by one on phones. */
export function ClientPage() {
  const { t } = useTranslation(["clients", "tasks"]);
  const { id } = useParams({ from: "/_app/clients/$id" });
  const { data: card, error, refetch } = useCard(id);
  return (
    <Page
      title={card?.client.name ?? t("client")}
      back={{ to: "/clients", label: t("back") }}
      layout="flush"
      count={card ? <HeaderBadges card={card} /> : null}
      actions={
        card ? (
          <>
            <span className="max-lg:hidden">
              <ContactLinks client={card.client} />
            </span>
            <CardMenu client={card.client} />
          </>
        ) : null
      }
    >
      {card ? (
        <Parts key={id} card={card} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <CardSkeleton />
      )}
    </Page>
  );
}

function HeaderBadges({ card: { client } }: { card: Card }) {
  const { t } = useTranslation("clients");
  return (
    <span className="flex items-center gap-1.5 max-sm:hidden">
      <StatusBadge status={client.status} />
      {client.archived_at ? <Badge>{t("inArchive")}</Badge> : null}
    </span>
  );
}

const tabs = ["timeline", "about", "related"] as const;
type Tab = (typeof tabs)[number];

function useCardSearch() {
  const search = useSearch({ from: "/_app/clients/$id" });
  const navigate = useNavigate({ from: "/clients/$id" });
  const channels = timelineChannels.filter((channel) => search.channel?.includes(channel));
  const setChannels = (next: TimelineChannel[]) =>
    navigate({ search: (before) => ({ ...before, channel: next.length > 0 ? next : undefined }), replace: true });
  const tab: Tab = search.tab ?? "timeline";
  const setTab = (next: Tab) =>
    navigate({ search: (before) => ({ ...before, tab: next === "timeline" ? undefined : next }), replace: true });
  return { channels, setChannels, tab, setTab };
}

function Parts({ card }: { card: Card }) {
  const { t } = useTranslation("clients");
  const { channels, setChannels, tab, setTab } = useCardSearch();
  const { client } = card;
  const options = tabs.map((id) => ({ id, label: t(`tab.${id}`) }));
  const onPhone = (id: Tab) => (tab === id ? "" : "max-lg:hidden");
  return (
    <div
      data-scroll-restoration-id="card"
      className="scroll-area min-h-0 flex-1 px-4 pb-8 lg:grid lg:grid-cols-[17rem_minmax(0,1fr)] lg:gap-6 lg:p-5 xl:grid-cols-[17rem_minmax(0,1fr)_19rem]"
    >
      <div className="flex flex-wrap items-center justify-between gap-2 pb-3 lg:hidden">
        <Segmented label={t("tab.label")} options={options} value={tab} onChange={setTab} />
        <ContactLinks client={client} />
      </div>
      <div className={`grid content-start gap-4 ${onPhone("about")}`}>
        <CardNotices card={card} />
        <FactsPanel client={client} />
      </div>
      <div className={`grid min-w-0 content-start gap-5 ${onPhone("timeline")} xl:row-span-1`}>
        <Composer client={client} />
        <Timeline clientId={client.id} channels={channels} onChannels={setChannels} />
      </div>
      <div className={`grid content-start gap-4 ${onPhone("related")} lg:max-xl:col-start-1`}>
        <TasksPanel client={client} />
        <DealsPanel card={card} />
        <FilesPanel card={card} />
      </div>
    </div>
  );
}

function CardSkeleton() {
  return (
    <div className="grid gap-6 p-5 lg:grid-cols-[17rem_minmax(0,1fr)] xl:grid-cols-[17rem_minmax(0,1fr)_19rem]">
      <SkeletonText lines={6} />
      <div className="grid content-start gap-4 max-lg:hidden">
        <Skeleton className="h-32" />
        <SkeletonText lines={5} />
      </div>
      <div className="grid content-start gap-4 max-xl:hidden">
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
    </div>
  );
}
