import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client as http, invalidate, keyset, type Schemas } from "@/shared/api/client";
import { toastError, toastUndo } from "@/shared/ui/toast";

export type InboxRow = Schemas["InboxRow"];
export type InboxChannel = InboxRow["channel"];
export type InboxView = "waiting" | "all";

const path = "/api/v1/conversations";

/** Channels in which somebody can write. */
export const inboxChannels = [
  "instagram",
  "messenger",
  "whatsapp",
  "telegram",
  "viber",
  "email",
  "site",
  "other",
] as const satisfies readonly InboxChannel[];

interface InboxFilter {
  view: InboxView;
  channels: readonly InboxChannel[];
  owner: string | undefined;
}

/** Conversations page by page: who has waited longest first, or all by their last message. */
export function useInbox({ view, channels, owner }: InboxFilter) {
  const query = { view, channel: [...channels], owner_id: owner, limit: 50 };
  return api.useInfiniteQuery("get", path, { params: { query } }, { ...keyset, placeholderData: keepPreviousData });
}

async function put(id: string, waiting: boolean) {
  await http.PUT(`${path}/{conversation_id}/waiting`, {
    params: { path: { conversation_id: id } },
    body: { waiting },
  });
  await invalidate(path);
}

/** "No answer is needed", with its undo. */
export function useSettle() {
  const { t } = useTranslation(["inbox", "common"]);
  return async (row: Pick<InboxRow, "id" | "client">) => {
    try {
      await put(row.id, false);
      const undo = () => void put(row.id, true).catch(toastError);
      toastUndo(t("settled", { name: row.client.name }), undo, t("common:undo"));
    } catch (error) {
      toastError(error);
    }
  };
}
