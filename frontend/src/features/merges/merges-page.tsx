import { IconArrowMerge } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, keyset, type Schemas } from "@/shared/api/client";
import { EvidenceLine, useDismiss } from "@/shared/crm/merge-evidence";
import { PersonName } from "@/shared/crm/people";
import { StatusBadge } from "@/shared/crm/status-badge";
import { overlayPart } from "@/shared/lib/lazy-part";
import { formatPhone } from "@/shared/lib/phone";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { LoadMore } from "@/shared/ui/load-more";
import { Page } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";

const MergeDialog = overlayPart(async () => (await import("@/shared/crm/merge-dialog")).MergeDialog);

type Suggestion = Schemas["MergeSuggestion"];
type Side = Schemas["Side"];

/** Who goes on as the one: with something open, else who has been here longest. */
function survivorOf({ client, other }: Suggestion): [Side, Side] {
  const isOther = client.deals > 0 === other.deals > 0 ? other.received_at < client.received_at : other.deals > 0;
  return isOther ? [other, client] : [client, other];
}

/** Clients who may be one person: compared side by side, joined, or left as two. */
export function MergesPage() {
  const { t } = useTranslation(["merges", "clients"]);
  const list = api.useInfiniteQuery(
    "get",
    "/api/v1/clients/merge-suggestions",
    { params: { query: { limit: 30 } } },
    keyset,
  );
  const [joining, setJoining] = useState<[Side, Side] | null>(null);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t("clients:repeats.title")} back={{ to: "/clients", label: t("clients:back") }}>
      {list.isPending ? <SkeletonText lines={8} /> : null}
      {list.error && items.length === 0 ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data && items.length === 0 ? (
        <EmptyState icon={IconArrowMerge} title={t("repeats.empty")}>
          {t("repeats.emptyText")}
        </EmptyState>
      ) : null}
      <ul aria-label={t("clients:repeats.title")} className="grid max-w-4xl gap-3">
        {items.map((suggestion) => (
          <Pair key={suggestion.id} suggestion={suggestion} onJoin={() => setJoining(survivorOf(suggestion))} />
        ))}
      </ul>
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
      {joining ? <MergeDialog client={joining[0]} other={joining[1]} onClose={() => setJoining(null)} /> : null}
    </Page>
  );
}

function Pair({ suggestion, onJoin }: { suggestion: Suggestion; onJoin: () => void }) {
  const { t } = useTranslation("merges");
  const dismiss = useDismiss();
  const [first, second] = survivorOf(suggestion);
  return (
    <li className="grid gap-3 rounded-xl border bg-surface p-4 shadow-card">
      <div className="text-sm">
        {suggestion.evidence.map((evidence) => (
          <EvidenceLine key={evidence.reason} evidence={evidence} />
        ))}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <SideCard side={first} />
        <SideCard side={second} />
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="ghost" onPress={() => void dismiss(suggestion.id)}>
          {t("suggest.dismiss")}
        </Button>
        <Button look="primary" onPress={onJoin}>
          {t("suggest.compare")}
        </Button>
      </div>
    </li>
  );
}

function SideCard({ side }: { side: Side }) {
  const { t } = useTranslation("merges");
  const format = useFormat();
  const reach = [side.phone ? formatPhone(side.phone) : null, side.email].filter(Boolean).join(" · ");
  return (
    <div className="grid content-start gap-1 rounded-lg border px-3 py-2 text-sm">
      <p className="flex items-center gap-2">
        <Link
          to="/clients/$id"
          params={{ id: side.id }}
          className="min-w-0 truncate font-medium text-accent-ink underline underline-offset-2"
        >
          {side.name}
        </Link>
        <StatusBadge status={side.status} />
      </p>
      {reach ? <p className="break-words text-ink-soft">{reach}</p> : null}
      <p className="text-ink-muted">
        {[side.source?.name, format.date(side.received_at)].filter(Boolean).join(" · ")}
        {side.deals > 0 ? ` · ${t("merge.count.deals", { count: side.deals })}` : ""}
      </p>
      <PersonName person={side.owner} />
    </div>
  );
}
