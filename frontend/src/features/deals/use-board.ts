import { keepPreviousData } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, invalidate, queryClient } from "@/shared/api/client";
import { useStageName } from "@/shared/crm/stage";
import { toastError, toastUndo } from "@/shared/ui/toast";
import { type Board, type Card, type Move, moved } from "./board";

export interface BoardFilters {
  q?: string;
  owner?: string;
  source?: string;
  limit: number;
}

const params = (filters: BoardFilters) => ({ params: { query: filters } });

export const useBoard = (filters: BoardFilters) =>
  api.useQuery("get", "/api/v1/deals/board", params(filters), { placeholderData: keepPreviousData });

/** Moves a deal at once on screen, puts it back when the server refuses, and offers to undo. */
export function useMoveDeal(filters: BoardFilters) {
  const { t } = useTranslation(["deals", "common"]);
  const stageName = useStageName();
  const { queryKey } = api.queryOptions("get", "/api/v1/deals/board", params(filters));
  const key = JSON.stringify(queryKey);
  const { mutate } = api.useMutation("post", "/api/v1/deals/{deal_id}/move");

  return useCallback(
    (card: Card, move: Move) => {
      const boardKey = JSON.parse(key) as typeof queryKey;
      const send = (body: Move, whenDone?: (undo: Move) => void) => {
        const before = queryClient.getQueryData<Board>(boardKey);
        queryClient.cancelQueries({ queryKey: boardKey });
        // Before `mutate`: the drop must find the card where it fell in the very next frame.
        queryClient.setQueryData<Board>(boardKey, (board) => board && moved(board, card.id, body));
        mutate(
          { params: { path: { deal_id: card.id } }, body },
          {
            onSuccess: ({ undo }) => whenDone?.(undo),
            onError: (error) => {
              queryClient.setQueryData(boardKey, before);
              toastError(error);
            },
            onSettled: () => invalidate("/api/v1/deals", "/api/v1/dashboard"),
          },
        );
      };
      send(move, (undo) => {
        const target = queryClient
          .getQueryData<Board>(boardKey)
          ?.stages.find(({ stage }) => stage.id === move.stage_id);
        if (!target || card.stage_id === move.stage_id) return;
        toastUndo(
          t("moved", { title: card.title, stage: stageName(target.stage) }),
          () => send(undo),
          t("common:undo"),
        );
      });
    },
    [key, mutate, stageName, t],
  );
}
