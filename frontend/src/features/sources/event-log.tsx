import { IconInbox } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, keyset, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { LoadMore } from "@/shared/ui/load-more";
import { SkeletonText } from "@/shared/ui/skeleton";
import { deadReason, eventTones, knownKind, knownReason, type Source } from "./source";

type Logged = Schemas["LoggedEvent"];

// Told live; asked for where no stream gets through.
const refetchInterval = 10_000;

/** Everything that came from a source, newest first, and what became of it. With `limit` only the newest. */
export function EventLog({ source, limit }: { source: Source; limit?: number }) {
  const { t } = useTranslation("sources");
  const log = api.useInfiniteQuery(
    "get",
    "/api/v1/lead-sources/{source_id}/log",
    { params: { path: { source_id: source.id }, query: { limit: limit ?? 30 } } },
    { ...keyset, refetchInterval },
  );
  if (log.error && !log.data) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />;
  if (!log.data) return <SkeletonText lines={limit ?? 6} />;
  const events = log.data.pages.flatMap(({ items }) => items);
  if (!events.length) {
    return (
      <EmptyState icon={IconInbox} title={t("events.none")}>
        {t("events.noneText")}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="grid divide-y" aria-label={t("log.title")}>
        {events.map((event) => (
          <LogRow key={event.id} event={event} />
        ))}
      </ul>
      {limit ? null : (
        <LoadMore
          hasMore={log.hasNextPage}
          isLoading={log.isFetchingNextPage}
          onMore={() => void log.fetchNextPage()}
        />
      )}
    </>
  );
}

function LogRow({ event }: { event: Logged }) {
  const { t } = useTranslation("sources");
  const format = useFormat();
  const kind = knownKind(event.kind);
  return (
    <li className="grid gap-1 py-2.5 first:pt-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{kind ? t(`kind.${kind}`) : event.kind}</span>
        {event.client_name ? <span className="min-w-0 truncate text-ink-soft">{event.client_name}</span> : null}
        <span className="ml-auto">
          <Badge tone={eventTones[event.status]}>{t(`events.status.${event.status}`)}</Badge>
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 text-ink-muted text-sm">
        <time dateTime={event.received_at} className="tabular">
          {format.dateTime(event.received_at)}
        </time>
        {event.client_id ? (
          <Link
            to="/clients/$id"
            params={{ id: event.client_id }}
            className="rounded-sm text-accent-ink hover:underline"
          >
            {t("events.client")}
          </Link>
        ) : null}
      </div>
      <Why event={event} />
    </li>
  );
}

/** Why nothing came of it, where nothing did. */
function Why({ event }: { event: Logged }) {
  const { t } = useTranslation("sources");
  if (!event.reason || event.status === "done" || event.status === "pending") return null;
  if (event.status === "dead") {
    return (
      <details className="text-sm">
        <summary className="cursor-pointer rounded-sm pointer-coarse:py-3 text-bad">
          {t(`dead.reason.${deadReason(event.reason)}`)}
        </summary>
        <code className="block pt-1 text-ink-muted text-xs [overflow-wrap:anywhere]">{event.error}</code>
      </details>
    );
  }
  const known = knownReason(event.reason);
  return (
    <p
      className={`text-sm [overflow-wrap:anywhere] ${event.status === "quarantined" ? "text-warn" : "text-ink-muted"}`}
    >
      {known ? t(`reason.${known}`) : event.reason}
    </p>
  );
}
