import { IconCircleCheck, IconSearch } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, keyset } from "@/shared/api/client";
import { useIsAdmin } from "@/shared/api/me";
import { TaskRow } from "@/shared/crm/task-row";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { RowSkeletons } from "./row-skeletons";
import { useTaskFilters } from "./task-filters";

/** What was done, the latest first; a press on the circle takes it back to work. */
export function DoneTasks() {
  const { t } = useTranslation(["tasks", "common"]);
  const { query, listSearch, isFiltered } = useTaskFilters();
  const isAdmin = useIsAdmin();
  const list = api.useInfiniteQuery(
    "get",
    "/api/v1/tasks",
    { params: { query: { ...query, status: "completed", limit: 50 } } },
    { ...keyset, placeholderData: keepPreviousData },
  );
  if (list.isPending) return <RowSkeletons />;
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const rows = list.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    const state = isFiltered ? "nothing" : "doneEmpty";
    return (
      <EmptyState icon={isFiltered ? IconSearch : IconCircleCheck} title={t(`${state}.title`)}>
        {t(`${state}.text`)}
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label={t("view.done")} className="border-t">
        {rows.map((task) => (
          <TaskRow key={task.id} task={task} listSearch={listSearch} hasOwner={isAdmin} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className="grid place-items-center p-4">
          <Button onPress={() => void list.fetchNextPage()} isPending={list.isFetchingNextPage}>
            {t("common:showMore")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
