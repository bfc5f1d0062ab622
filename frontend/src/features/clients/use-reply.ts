import { useRef } from "react";
import { api, client as http, invalidate, queryClient } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { useDraftText } from "@/shared/lib/draft";
import { newId } from "@/shared/lib/new-id";
import { useSingleFlight } from "@/shared/lib/use-single-flight";
import { toastError } from "@/shared/ui/toast";
import type { Route, Unsent } from "./reply";

const channelsPath = "/api/v1/clients/{client_id}/channels";
const unsentPath = "/api/v1/clients/{client_id}/messages/outbound";

const of = (clientId: string) => ({ params: { path: { client_id: clientId } } });

/** The client's conversations with how each may be answered now; windows close by themselves, so it is asked again. */
export const useThreads = (clientId: string) =>
  api.useQuery("get", channelsPath, of(clientId), { refetchInterval: 60_000 });

/** Messages to the client that have not arrived. */
export const useUnsent = (clientId: string) => api.useQuery("get", unsentPath, of(clientId));

/** Whatever shows what was sent, and how it may be answered further. */
export const refreshReplies = () => invalidate(unsentPath, channelsPath, "/api/v1/clients/{client_id}/timeline");

type UnsentList = { items: Unsent[]; next?: string | null; total?: number | null };

/** Shows a message as on its way before the server knows of it; the function takes it back. */
async function showAtOnce(clientId: string, message: Unsent) {
  const { queryKey } = api.queryOptions("get", unsentPath, of(clientId));
  await queryClient.cancelQueries({ queryKey });
  const change = (edit: (items: Unsent[]) => Unsent[]) =>
    queryClient.setQueryData<UnsentList>(queryKey, (list) => list && { ...list, items: edit(list.items) });
  change((items) => [...items, message]);
  return () => change((items) => items.filter(({ id }) => id !== message.id));
}

/** Text and sending of an answer. What could not be handed over is in the field again. */
export function useReply(clientId: string, route: Route | undefined) {
  const me = useMe();
  const [text, setText, clear] = useDraftText(`reply.${clientId}`);
  const once = useSingleFlight();
  // Sent again unchanged it is the same message, whatever became of the first attempt.
  const attempt = useRef({ of: "", key: "" });
  const post = async ({ thread, way }: Route, body: string) => {
    const signature = `${thread.conversation_id}:${way.mode}:${body}`;
    if (attempt.current.of !== signature) attempt.current = { of: signature, key: newId() };
    const { key } = attempt.current;
    const now = new Date().toISOString();
    const common = { conversation_id: thread.conversation_id, mode: way.mode, text: body };
    const fate = { status: "pending" as const, reason: null, error: null, created_at: now, next_attempt_at: now };
    const takeBack = await showAtOnce(clientId, { ...common, ...fate, id: key, author: me });
    clear();
    try {
      await http.POST(unsentPath, { ...of(clientId), body: { ...common, key } });
      attempt.current = { of: "", key: "" };
    } catch (error) {
      takeBack();
      setText(body);
      toastError(error);
    } finally {
      void refreshReplies();
    }
  };
  const send = () => {
    const body = text.trim();
    if (route?.way.allowed && body) void once(() => post(route, body));
  };
  return { text, setText, send };
}

/** Sends a message again, or lets it be. */
export async function settle(clientId: string, messageId: string, how: "retry" | "discard") {
  const params = { path: { client_id: clientId, message_id: messageId } };
  try {
    if (how === "retry") await http.POST(`${unsentPath}/{message_id}/retry`, { params });
    else await http.POST(`${unsentPath}/{message_id}/discard`, { params });
  } catch (error) {
    toastError(error);
  }
  await refreshReplies();
}
