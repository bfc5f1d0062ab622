import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, keyset } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { LoadMore } from "@/shared/ui/load-more";
import { SkeletonText } from "@/shared/ui/skeleton";
import { ReviewRow } from "./review-row";
import { type ReviewView, type Verdict, verdicts } from "./tabs";
import { useReviewKeys } from "./use-review-keys";
import { useVerdicts } from "./use-verdicts";

/** A list of texts with the rules' reasons, and the words of a person. */
export function ReviewList({ view }: { view: ReviewView }) {
  const { t } = useTranslation("rules");
  const params = { query: { view, limit: 30 } };
  const list = api.useInfiniteQuery("get", "/api/v1/review", { params }, { ...keyset, refetchInterval: 10_000 });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What was decided here goes at once; the answer of the server follows.
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const { judge, undo } = useVerdicts();
  const isOpen = view !== "decided";
  const decide = async (ids: string[], said: Verdict) => {
    setGone((before) => new Set([...before, ...ids]));
    setChosen(new Set());
    await judge(ids, said);
    setGone((before) => new Set([...before].filter((id) => !ids.includes(id))));
  };
  useReviewKeys((id, said) => void decide([id], said), isOpen);
  const rows = (list.data?.pages.flatMap((page) => page.items) ?? []).filter(({ id }) => !gone.has(id));
  const ids = rows.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const choose = (id: string) =>
    setChosen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  if (list.isPending) return <SkeletonText lines={8} />;
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p className="text-ink-muted text-sm">
        {t(`review.lead.${view}`)}
        {isOpen ? <span className="pointer-coarse:hidden"> {t("review.keys")}</span> : null}
      </p>
      {ids.length ? <BulkBar count={ids.length} onVerdict={(said) => void decide(ids, said)} /> : null}
      {rows.length === 0 && !list.hasNextPage ? (
        <EmptyState icon={IconCircleCheck} title={t(`review.empty.${view}`)}>
          {t(`review.empty.${view}Text`)}
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-3" aria-label={t(`review.tab.${view}`)}>
          {rows.map((item) => (
            <ReviewRow
              key={item.id}
              item={item}
              isChosen={chosen.has(item.id)}
              onChoose={isOpen ? () => choose(item.id) : undefined}
              onVerdict={(said) => void decide([item.id], said)}
              onUndo={() => void undo([item.id])}
            />
          ))}
        </ul>
      )}
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </div>
  );
}

function BulkBar({ count, onVerdict }: { count: number; onVerdict: (said: Verdict) => void }) {
  const { t } = useTranslation("rules");
  return (
    <div className="sticky top-0 z-10 flex flex-wrap items-center gap-2 rounded-lg border bg-raised px-3 py-2 shadow-card">
      <span className="tabular mr-auto font-medium text-sm" role="status">
        {t("review.chosen", { count })}
      </span>
      {verdicts.map((said) => (
        <Button key={said} onPress={() => onVerdict(said)}>
          {t(`review.said.${said}`)}
        </Button>
      ))}
    </div>
  );
}
