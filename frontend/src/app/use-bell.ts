import { api, client, invalidate } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";

const path = "/api/v1/notifications";

/** Marks some notifications read, or all of them when no ids are given. */
async function markRead(ids: string[] | null) {
  await client.POST("/api/v1/notifications/read", { body: { ids } });
  await invalidate(path, "/api/v1/me");
}

/** The count comes with the profile; the list is asked for when the panel opens. */
export function useBell() {
  const unread = useMe().unread_notifications;
  const query = api.useQuery("get", path, { params: { query: { limit: 12 } } });
  return { query, unread, markRead };
}
