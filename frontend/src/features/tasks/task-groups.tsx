import { IconCircleCheck, IconSearch } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, keyset, type Schemas } from "@/shared/api/client";
import { useIsAdmin } from "@/shared/api/me";
import { countWithPassing, usePassingTasks, withPassing } from "@/shared/crm/passing-tasks";
import { TaskRow } from "@/shared/crm/task-row";
import { countedUpTo } from "@/shared/lib/format";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { RowSkeletons } from "./row-skeletons";
import { useTaskFilters } from "./task-filters";

type Task = Schemas["TaskCard"];
type Group = Schemas["TaskGroup"];

/** What every row of the page is given. */
export interface RowContext {
  onNext: (task: Task, offer: Schemas["NextTaskOffer"]) => void;
  snoozing: string | null;
  onSnoozing: (id: string | null) => void;
}

// A task becomes overdue by the clock alone, without any change that could tell us.
const lookAgain = 60_000;

/** Open tasks by the company's days, as the server groups and counts them. */
export function TaskGroups(props: RowContext & { newButton: ReactNode }) {
  const { query } = useTaskFilters();
  const passing = usePassingTasks();
  const answer = api.useQuery(
    "get",
    "/api/v1/tasks/groups",
    { params: { query } },
    { placeholderData: keepPreviousData, refetchInterval: lookAgain },
  );
  if (answer.isPending) return <RowSkeletons />;
  if (answer.isError && !answer.data) return <ErrorState error={answer.error} onRetry={answer.refetch} />;
  const groups = answer.data.groups.filter(
    ({ count, group }) => count > 0 || withPassing([], passing, (task) => task.group === group).length > 0,
  );
  if (groups.length === 0) return <NoTasks newButton={props.newButton} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {groups.map((group) => (
        <TaskGroup key={group.group} group={group} {...props} />
      ))}
    </div>
  );
}

/** The rest of a group, page by page, once somebody asks for it. */
function useWholeGroup(group: Group, isWhole: boolean) {
  const { query } = useTaskFilters();
  const list = api.useInfiniteQuery(
    "get",
    "/api/v1/tasks",
    { params: { query: { ...query, group: group.group, limit: 50 } } },
    { ...keyset, enabled: isWhole },
  );
  const items = isWhole && list.data ? list.data.pages.flatMap((page) => page.items) : group.items;
  return { list, items };
}

function TaskGroup({ group, ...props }: { group: Group } & RowContext) {
  const { t } = useTranslation(["tasks", "common"]);
  const { listSearch } = useTaskFilters();
  const format = useFormat();
  const isAdmin = useIsAdmin();
  const passing = usePassingTasks();
  const [isWhole, setWhole] = useState(false);
  const { list, items } = useWholeGroup(group, isWhole);
  const rows = withPassing(items, passing, (task) => task.group === group.group);
  const count = countWithPassing(group.count, items, passing);
  const isMany = group.count > countedUpTo;
  const hasMore = isWhole ? list.hasNextPage || list.isPending : group.next !== null;
  const more = () => (isWhole ? void list.fetchNextPage() : setWhole(true));
  return (
    <section aria-label={t(`group.${group.group}`)}>
      <header className="sticky top-0 z-10 flex h-9 items-center gap-2 border-b bg-surface">
        <h2 className={`font-semibold ${group.group === "overdue" ? "text-bad" : ""}`}>{t(`group.${group.group}`)}</h2>
        <span className="tabular text-ink-muted text-sm">
          {isMany ? t("many", { number: format.number(countedUpTo) }) : format.number(count)}
        </span>
      </header>
      <ul>
        {rows.map((task) => (
          <TaskRow
            key={task.id}
            task={task}
            listSearch={listSearch}
            hasOwner={isAdmin}
            onNext={props.onNext}
            snooze={{
              isOpen: props.snoozing === task.id,
              onOpenChange: (isOpen) => props.onSnoozing(isOpen ? task.id : null),
            }}
          />
        ))}
      </ul>
      {list.isError ? <ErrorState error={list.error} onRetry={list.refetch} /> : null}
      {hasMore ? (
        <div className="py-2">
          <Button look="ghost" onPress={more} isPending={isWhole && list.isFetching}>
            {t("common:showMore")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

/** Nothing is open: because of the filters, because all is done, or because nobody has begun. */
function NoTasks({ newButton }: { newButton: ReactNode }) {
  const { t } = useTranslation("tasks");
  const { query, isFiltered } = useTaskFilters();
  const done = api.useQuery(
    "get",
    "/api/v1/tasks",
    { params: { query: { status: "completed", limit: 1, owner: query.owner } } },
    { enabled: !isFiltered },
  );
  if (isFiltered) {
    return (
      <EmptyState icon={IconSearch} title={t("nothing.title")}>
        {t("nothing.text")}
      </EmptyState>
    );
  }
  const state = done.data?.items.length ? "clear" : "empty";
  return (
    <EmptyState icon={IconCircleCheck} title={t(`${state}.title`)} action={newButton}>
      {t(`${state}.text`)}
    </EmptyState>
  );
}
