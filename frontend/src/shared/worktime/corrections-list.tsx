import { useTranslation } from "react-i18next";
import { api, keyset } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { ErrorState } from "@/shared/ui/error-state";
import { LoadMore } from "@/shared/ui/load-more";
import { SkeletonText } from "@/shared/ui/skeleton";
import { CorrectionCard } from "./correction-card";

/** Disputed days, the newest first: one's own, or one manager's to decide. */
export function CorrectionsList({ managerId }: { managerId?: string }) {
  const { t } = useTranslation("worktime");
  const format = useFormat();
  const list = api.useInfiniteQuery(
    "get",
    "/api/v1/worktime/corrections",
    { params: { query: { manager_id: managerId, limit: 10 } } },
    keyset,
  );
  if (!list.data) {
    return list.error ? <ErrorState error={list.error} onRetry={list.refetch} /> : <SkeletonText lines={2} />;
  }
  const corrections = list.data.pages.flatMap(({ items }) => items);
  if (corrections.length === 0) {
    return <p className="text-ink-muted text-sm">{t(managerId ? "dispute.noneOf" : "dispute.none")}</p>;
  }
  return (
    <div className="grid gap-2">
      {corrections.map((correction) => (
        <CorrectionCard
          key={correction.id}
          correction={correction}
          isOwn={!managerId}
          title={format.calendarDay(correction.day)}
        />
      ))}
      <LoadMore hasMore={list.hasNextPage} isLoading={list.isFetchingNextPage} onMore={list.fetchNextPage} />
    </div>
  );
}
