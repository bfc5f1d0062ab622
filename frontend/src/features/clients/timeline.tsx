import { IconHistory } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, keyset, type Schemas } from "@/shared/api/client";
import { ChannelIcon, useChannelName } from "@/shared/crm/source-icon";
import type { Format } from "@/shared/lib/format";
import { useFormat } from "@/shared/lib/use-format";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { FilterChip } from "@/shared/ui/filter-chips";
import { LoadMore } from "@/shared/ui/load-more";
import { SkeletonText } from "@/shared/ui/skeleton";
import { byDay } from "./by-day";
import { TimelineItem } from "./timeline-item";

export type TimelineEntry = Schemas["InteractionEntry"] | Schemas["StageEntry"] | Schemas["OwnerEntry"];
export type TimelineChannel = Schemas["InteractionEntry"]["channel"];

export const timelineChannels = [
  "manual",
  "phone",
  "site",
  "instagram",
  "email",
  "telegram",
  "whatsapp",
  "viber",
  "messenger",
  "elevenlabs",
  "other",
] as const satisfies readonly TimelineChannel[];

interface TimelineProps {
  clientId: string;
  channels: readonly TimelineChannel[];
  onChannels: (channels: TimelineChannel[]) => void;
}

/** Everything that happened with the client, newest first, all channels in one. */
export function Timeline({ clientId, channels, onChannels }: TimelineProps) {
  const { t } = useTranslation("clients");
  const channelName = useChannelName();
  return (
    <section aria-label={t("timeline.title")} className="grid min-w-0 gap-3">
      <header className="flex min-h-8 flex-wrap items-center gap-2">
        <h2 className="flex-1 font-semibold">{t("timeline.title")}</h2>
        <FilterChip
          label={t("timeline.channel")}
          options={timelineChannels.map((id) => ({
            id,
            label: id === "manual" ? t("timeline.notes") : channelName(id),
            start: <ChannelIcon channel={id} />,
          }))}
          value={channels}
          onChange={onChannels}
          isMultiple
        />
      </header>
      <Entries clientId={clientId} channels={channels} />
    </section>
  );
}

function useTimeline(clientId: string, channels: readonly TimelineChannel[]) {
  const params = { path: { client_id: clientId }, query: { channel: [...channels], limit: 30 } };
  return api.useInfiniteQuery(
    "get",
    "/api/v1/clients/{client_id}/timeline",
    { params },
    { ...keyset, placeholderData: keepPreviousData },
  );
}

/** The weekday while the year goes without saying, else the date with its year. */
const dayName = (moment: string, format: Format) =>
  format.isoDay(moment).slice(0, 4) === format.isoDay(Date.now()).slice(0, 4)
    ? format.longDate(moment)
    : format.date(moment);

function Entries({ clientId, channels }: Pick<TimelineProps, "clientId" | "channels">) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  const list = useTimeline(clientId, channels);
  const entries = useMemo(() => list.data?.pages.flatMap((page) => page.items as TimelineEntry[]) ?? [], [list.data]);
  if (list.error && entries.length === 0) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <SkeletonText lines={6} />;
  if (entries.length === 0) {
    return (
      <EmptyState icon={IconHistory} title={t("timeline.empty")}>
        {channels.length > 0 ? t("timeline.emptyFiltered") : t("timeline.emptyText")}
      </EmptyState>
    );
  }
  return (
    <>
      <ol className="grid gap-4">
        {byDay(entries, format.isoDay).map(({ day, entries: some }) => (
          <li key={day} className="grid gap-2">
            <h3 className="font-medium text-ink-muted text-xs">{dayName(some[0]?.occurred_at ?? day, format)}</h3>
            <ol className="grid gap-3">
              {some.map((entry) => (
                <TimelineItem key={entry.id} entry={entry} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  );
}
