import { IconLayoutKanban, IconPlus } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsAdmin } from "@/shared/api/me";
import { LazyTaskForm } from "@/shared/crm/lazy-task-form";
import { useColleagueOptions } from "@/shared/crm/people";
import { useSourceOptions } from "@/shared/crm/sources";
import { ahead, overlayPart } from "@/shared/lib/lazy-part";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { ClearFilters, FilterChip } from "@/shared/ui/filter-chips";
import { Page } from "@/shared/ui/page";
import { SearchField } from "@/shared/ui/search-field";
import { Skeleton } from "@/shared/ui/skeleton";
import type { Board, Card, Move } from "./board";
import type { Closing } from "./closing-dialog";
import { DealsBoard } from "./deals-board";
import { StageChips } from "./stage-chips";
import { useBoard, useMoveDeal } from "./use-board";

const ClosingDialog = overlayPart(async () => (await import("./closing-dialog")).ClosingDialog);
const loadDealForm = async () => (await import("@/shared/crm/deal-form")).DealForm;
const DealForm = overlayPart(loadDealForm);
const DealSheet = overlayPart(async () => (await import("./deal-sheet")).DealSheet);

const page = 50;
const most = 500;
const shortest = 2; // letters that the search takes

export function DealsPage() {
  const { t } = useTranslation("deals");
  const navigate = useNavigate({ from: "/deals" });
  const { open, new: isNew, ...filters } = useSearch({ from: "/_app/deals" });
  const [limit, setLimit] = useState(page);
  const [closing, setClosing] = useState<Closing | null>(null);
  const [taskFor, setTaskFor] = useState<Card | null>(null);
  const query = { ...filters, q: filters.q && filters.q.length >= shortest ? filters.q : undefined, limit };
  const { data: board, error, refetch, isPlaceholderData } = useBoard(query);
  const move = useMoveDeal(query);
  const show = (change: object) => navigate({ search: (before) => ({ ...before, ...change }) });

  const ask = useCallback(
    (card: Card, to: Move) => {
      const outcome = board?.stages.find(({ stage }) => stage.id === to.stage_id)?.stage.outcome;
      const closes = outcome !== undefined && outcome !== "open" && outcome !== card.outcome;
      if (closes) setClosing({ card, to, outcome });
      else move(card, to);
    },
    [board, move],
  );
  const count = board?.stages.reduce((sum, column) => sum + (column.stage.outcome === "open" ? column.count : 0), 0);

  return (
    <Page
      title={t("title")}
      count={count === undefined ? undefined : t("count", { count })}
      layout="flush"
      filters={<BoardFilters />}
      actions={
        <Button look="primary" onHoverStart={ahead(loadDealForm)} onPress={() => show({ new: true })}>
          <IconPlus size={16} aria-hidden="true" />
          <span className="max-sm:sr-only">{t("new")}</span>
        </Button>
      }
    >
      {board ? (
        <>
          <StageChips columns={board.stages} />
          {isEmpty(board) && Object.values(filters).every((value) => value === undefined) ? <NoDeals /> : null}
          <div aria-busy={isPlaceholderData} className="flex min-h-0 flex-1 flex-col">
            <DealsBoard
              board={board}
              onDrop={(card, { stageId, beforeId }) => ask(card, { stage_id: stageId, before_id: beforeId })}
              onMove={(card, stageId) => ask(card, { stage_id: stageId, before_id: null })}
              onOpen={({ id }) => show({ open: id })}
              onTask={setTaskFor}
              onMore={() => setLimit((shown) => Math.min(shown + page, most))}
            />
          </div>
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <BoardSkeleton />
      )}
      {closing ? (
        <ClosingDialog
          closing={closing}
          onClose={() => setClosing(null)}
          onConfirm={(to) => {
            setClosing(null);
            move(closing.card, to);
          }}
        />
      ) : null}
      {open ? <DealSheet id={open} onClose={() => show({ open: undefined })} /> : null}
      {isNew ? <DealForm isOpen onClose={() => show({ new: undefined })} /> : null}
      {taskFor ? (
        <LazyTaskForm
          isOpen
          onClose={() => setTaskFor(null)}
          client={taskFor.client}
          deal={{ id: taskFor.id, title: taskFor.title }}
        />
      ) : null}
    </Page>
  );
}

const isEmpty = (board: Board) => board.stages.every(({ count }) => count === 0);

function BoardFilters() {
  const { t } = useTranslation(["deals", "crm"]);
  const isAdmin = useIsAdmin();
  const navigate = useNavigate({ from: "/deals" });
  const { q, owner, source } = useSearch({ from: "/_app/deals" });
  const owners = useColleagueOptions();
  const sources = useSourceOptions();
  const set = (change: { q?: string; owner?: string; source?: string }) =>
    navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <>
      <SearchField
        label={t("find")}
        className="w-full lg:w-44 xl:w-64"
        value={q ?? ""}
        onChange={(text) => set({ q: text || undefined })}
      />
      {isAdmin ? (
        <FilterChip
          label={t("crm:owner")}
          options={owners}
          value={owner ? [owner] : []}
          onChange={([id]) => set({ owner: id })}
        />
      ) : null}
      <FilterChip
        label={t("crm:source")}
        options={sources}
        value={source ? [source] : []}
        onChange={([id]) => set({ source: id })}
      />
      <ClearFilters
        count={[q, owner, source].filter(Boolean).length}
        onClear={() => set({ q: undefined, owner: undefined, source: undefined })}
      />
    </>
  );
}

function NoDeals() {
  const { t } = useTranslation("deals");
  return (
    <EmptyState icon={IconLayoutKanban} title={t("empty.title")}>
      {t("empty.text")}
    </EmptyState>
  );
}

const skeletonColumns = ["a", "b", "c", "d", "e"];

function BoardSkeleton() {
  return (
    <div className="flex min-h-0 flex-1 gap-3 overflow-clip px-4 pb-3 lg:p-4">
      {skeletonColumns.map((column) => (
        <div
          key={column}
          className="flex w-[84vw] shrink-0 flex-col gap-2 rounded-lg bg-sunken p-2 sm:w-72 xl:w-auto xl:flex-1"
        >
          <Skeleton className="m-1 h-5 w-24" />
          <Skeleton className="h-24" />
          <Skeleton className="h-24" />
          <Skeleton className="h-24" />
        </div>
      ))}
    </div>
  );
}
