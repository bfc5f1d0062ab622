import { useQuery } from "@tanstack/react-query";
import type { Notice } from "@/features/notifications/notice";
import { invalidate, send } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";

const path = "/api/v1/notifications";

const readLatest = async () => (await (await send(`${path}?limit=12`)).json()) as { items: Notice[] };

/** Marks some notifications read, or all of them when no ids are given. */
async function markRead(ids: string[] | null) {
  await send(`${path}/read`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ids }),
  });
  await invalidate(path, "/api/v1/me");
}

/** The count comes with the profile; the list is asked for when the panel opens. */
export function useBell(isOpen: boolean) {
  const unread = useMe().unread_notifications;
  const query = useQuery({ queryKey: ["get", path, "latest"], queryFn: readLatest, enabled: isOpen });
  return { query, unread, markRead };
}
