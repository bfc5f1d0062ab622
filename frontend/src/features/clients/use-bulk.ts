import { useTranslation } from "react-i18next";
import { client as http, invalidate, type Schemas } from "@/shared/api/client";
import { toast, toastError, toastUndo } from "@/shared/ui/toast";
import type { ClientItem } from "./filters";

type Edit = Omit<Schemas["Bulk"], "ids" | "add_tags" | "remove_tags"> &
  Partial<Pick<Schemas["Bulk"], "add_tags" | "remove_tags">>;

export const refreshClients = () =>
  invalidate("/api/v1/clients", "/api/v1/deals", "/api/v1/tasks", "/api/v1/dashboard");

/** Hands clients over or edits them together; every step can be taken back from its message. */
export function useBulk(rows: readonly Pick<ClientItem, "id">[], onDone?: () => void) {
  const { t } = useTranslation(["clients", "common"]);
  const ids = rows.map(({ id }) => id);
  const undoLabel = t("common:undo");
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      await refreshClients();
    } catch (error) {
      toastError(error);
      void refreshClients();
    }
  };

  const giveBack = (undo: string) =>
    attempt(async () => {
      await http.POST("/api/v1/clients/assign/undo", { body: { undo } });
      toast(t("bulk.undone"), { tone: "good" });
    });

  const assign = (owner_id: string | null, name: string) =>
    attempt(async () => {
      const { data } = await http.POST("/api/v1/clients/assign", { body: { owner_id, ids } });
      const { moved = 0, undo } = data ?? {};
      const title = t("bulk.assigned", { count: moved, name });
      if (undo) toastUndo(title, () => void giveBack(undo), undoLabel);
      else toast(title);
      onDone?.();
    });

  const putBack = (previous: Schemas["BulkState"][]) =>
    attempt(async () => {
      await http.POST("/api/v1/clients/bulk/undo", { body: { previous } });
      toast(t("bulk.undone"), { tone: "good" });
    });

  const edit = (change: Edit) =>
    attempt(async () => {
      const body = { add_tags: [], remove_tags: [], ...change, ids };
      const { data } = await http.POST("/api/v1/clients/bulk", { body });
      const { changed = 0, previous = [] } = data ?? {};
      const title = t("bulk.changed", { count: changed });
      if (previous.length > 0) toastUndo(title, () => void putBack(previous), undoLabel);
      else toast(title);
      onDone?.();
    });

  return {
    assign: (id: string | null, name: string) => void assign(id, name),
    edit: (change: Edit) => void edit(change),
  };
}
