import { IconInbox, IconMessages } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useIsAdmin } from "@/shared/api/me";
import { ChannelIcon, useChannelName } from "@/shared/crm/source-icon";
import { lazyPart } from "@/shared/lib/lazy-part";
import { useShortcut } from "@/shared/lib/shortcuts";
import { useIsDesktop } from "@/shared/lib/use-media";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { FilterChip } from "@/shared/ui/filter-chips";
import { LoadMore } from "@/shared/ui/load-more";
import { Page } from "@/shared/ui/page";
import { Segmented } from "@/shared/ui/segmented";
import { SkeletonText } from "@/shared/ui/skeleton";
import { InboxRow } from "./inbox-row";
import { inboxChannels, type InboxRow as Row, useInbox } from "./use-inbox";

const route = getRouteApi("/_app/inbox");
const InboxThread = lazyPart(async () => (await import("./inbox-thread")).InboxThread);
const OwnerFilter = lazyPart(async () => (await import("./inbox-owner-filter")).InboxOwnerFilter);

function useInboxSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const channels = inboxChannels.filter((channel) => search.channel?.includes(channel));
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return { view: search.view ?? ("waiting" as const), channels, owner: search.owner, client: search.client, change };
}

/** Everybody who wrote, in one place: who has waited longest is on top; his conversation opens beside the list. */
export function InboxPage() {
  const { t } = useTranslation("inbox");
  const { view, channels, owner, client, change } = useInboxSearch();
  const list = useInbox({ view, channels, owner });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = view === "waiting" ? list.data?.pages[0]?.total : undefined;
  const isDesktop = useIsDesktop();
  useSteps(rows, client, (id) => change({ client: id }));
  return (
    <Page
      title={t("title")}
      count={total ? t("waitingCount", { count: total }) : undefined}
      layout="flush"
      filters={<Filters />}
    >
      <div className="flex min-h-0 flex-1">
        <section
          aria-label={t("list")}
          data-scroll-restoration-id="inbox"
          className="scroll-area min-h-0 w-full shrink-0 border-t lg:w-96 lg:border-t-0 lg:border-r"
        >
          {list.error && rows.length === 0 ? (
            <ErrorState error={list.error} onRetry={() => void list.refetch()} />
          ) : list.isPending ? (
            <div className="p-4">
              <SkeletonText lines={10} />
            </div>
          ) : rows.length === 0 ? (
            <Nothing isFiltered={channels.length > 0 || owner !== undefined} view={view} />
          ) : (
            <ul aria-label={t("list")}>
              {rows.map((row) => (
                <InboxRow key={row.id} row={row} isOpen={isDesktop && row.client.id === client} />
              ))}
            </ul>
          )}
          <LoadMore
            hasMore={list.hasNextPage}
            isLoading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </section>
        {isDesktop ? (
          <section aria-label={t("thread")} className="flex min-h-0 min-w-0 flex-1 flex-col">
            {client ? (
              <Suspense>
                <InboxThread clientId={client} />
              </Suspense>
            ) : (
              <div className="grid flex-1 place-items-center">
                <EmptyState icon={IconMessages} title={t("choose.title")}>
                  {t("choose.text")}
                </EmptyState>
              </div>
            )}
          </section>
        ) : null}
      </div>
    </Page>
  );
}

function Filters() {
  const { t } = useTranslation("inbox");
  const channelName = useChannelName();
  const isAdmin = useIsAdmin();
  const { view, channels, owner, change } = useInboxSearch();
  return (
    <>
      <Segmented
        label={t("view.label")}
        options={[
          { id: "waiting", label: t("view.waiting") },
          { id: "all", label: t("view.all") },
        ]}
        value={view}
        onChange={(next) => change({ view: next === "all" ? "all" : undefined })}
      />
      <FilterChip
        label={t("channel")}
        options={inboxChannels.map((id) => ({ id, label: channelName(id), start: <ChannelIcon channel={id} /> }))}
        value={channels}
        onChange={(next) => change({ channel: next.length > 0 ? next : undefined })}
        isMultiple
      />
      {isAdmin ? (
        <Suspense>
          <OwnerFilter value={owner ? [owner] : []} onChange={([next]) => change({ owner: next })} />
        </Suspense>
      ) : null}
    </>
  );
}

function Nothing({ isFiltered, view }: { isFiltered: boolean; view: "waiting" | "all" }) {
  const { t } = useTranslation("inbox");
  const state = isFiltered ? "filtered" : view === "waiting" ? "answered" : "empty";
  return (
    <EmptyState icon={IconInbox} title={t(`${state}.title`)}>
      {t(`${state}.text`)}
    </EmptyState>
  );
}

/** J and K: the conversation after the open one, and the one before. */
function useSteps(rows: readonly Row[], client: string | undefined, open: (clientId: string) => void) {
  const { t } = useTranslation("inbox");
  const step = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.client.id === client);
    const next = rows[at === -1 ? 0 : at + by];
    if (next) open(next.client.id);
  };
  useShortcut("j", t("next"), () => step(1));
  useShortcut("k", t("previous"), () => step(-1));
}
