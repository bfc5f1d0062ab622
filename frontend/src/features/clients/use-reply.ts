import { useRef, useState } from "react";
import { api, client as http, invalidate, queryClient, type Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { useDraftText } from "@/shared/lib/draft";
import { newId } from "@/shared/lib/new-id";
import { useSingleFlight } from "@/shared/lib/use-single-flight";
import { toastError } from "@/shared/ui/toast";
import { answerNone } from "./answering";
import type { Route, Unsent } from "./reply";
import { type ClientFile, storeFile } from "./store-file";
import { refreshClients } from "./use-bulk";

const channelsPath = "/api/v1/clients/{client_id}/channels";
const unsentPath = "/api/v1/clients/{client_id}/messages/outbound";

const of = (clientId: string) => ({ params: { path: { client_id: clientId } } });

/**
 * The client's conversations with how each may be answered now; windows close by themselves, so it is asked again.
 * `replyTo`: a message of the client's, whose conversation tells how this one may be answered.
 */
export const useThreads = (clientId: string, replyTo?: string) =>
  api.useQuery(
    "get",
    channelsPath,
    { params: { path: { client_id: clientId }, query: replyTo ? { reply_to: replyTo } : {} } },
    { refetchInterval: 60_000 },
  );

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

/** What is sent: a text, or a template with the text that it makes and the file above it. */
export interface Words {
  text: string;
  template?: Schemas["FilledTemplate"];
  file?: File;
}

/** A file that leaves but once, however often its message is sent. */
function useFile(clientId: string) {
  const [file, setFile] = useState<File | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const stored = useRef<{ of: File; as: ClientFile } | null>(null);
  const upload = async (one: File) => {
    if (stored.current?.of !== one) {
      setProgress(0);
      try {
        stored.current = { of: one, as: await storeFile(clientId, one, setProgress) };
      } finally {
        setProgress(null);
      }
    }
    return stored.current.as;
  };
  return { file, setFile, progress, upload };
}

const enclosed = ({ id, path, name, mime_type, size_bytes }: ClientFile): Unsent["file"] => ({
  ...{ file_id: id, path, name, mime_type, size_bytes },
  kind: "file",
});

/** Text, file and sending of an answer. What could not be handed over is in the field again. */
export function useReply(clientId: string, route: Route | undefined, replyTo?: string) {
  const me = useMe();
  const [text, setText, clear] = useDraftText(`reply.${clientId}`);
  const { file, setFile, progress, upload } = useFile(clientId);
  const once = useSingleFlight();
  // Sent again unchanged it is the same message, whatever became of the first attempt.
  const attempt = useRef({ of: "", key: "" });
  const post = async ({ thread, way }: Route, { text: body, template }: Words, sent: ClientFile | null) => {
    const what = { conversation_id: thread.conversation_id, mode: way.mode, text: body };
    const more = { reply_to: replyTo, file_id: sent?.id, template };
    const signature = JSON.stringify([what, more]);
    if (attempt.current.of !== signature) attempt.current = { of: signature, key: newId() };
    const { key } = attempt.current;
    const now = new Date().toISOString();
    const fate = { status: "pending" as const, reason: null, error: null, created_at: now, next_attempt_at: now };
    const takeBack = await showAtOnce(clientId, {
      ...what,
      ...fate,
      id: key,
      author: me,
      file: sent && enclosed(sent),
    });
    if (!template) {
      clear();
      setFile(null);
    }
    answerNone();
    try {
      await http.POST(unsentPath, { ...of(clientId), body: { ...what, ...more, key } });
      attempt.current = { of: "", key: "" };
      return true;
    } catch (error) {
      takeBack();
      // As it was typed: what goes out as sound has no words beside it.
      if (!template) {
        setText(text);
        setFile(file);
      }
      toastError(error);
      return false;
    } finally {
      void refreshReplies();
      if (sent) void refreshClients();
    }
  };
  const begin = async (to: Route, words: Words) => {
    try {
      const chosen = words.template ? words.file : file;
      return await post(to, words, chosen ? await upload(chosen) : null);
    } catch (error) {
      toastError(error);
      return false;
    }
  };
  const send = (words: Words = { text: text.trim() }, onSent?: () => void) => {
    if (!route?.way.allowed || !(words.text || file)) return;
    void once(async () => {
      if (await begin(route, words)) onSent?.();
    });
  };
  /** A file that is stored already, alone: what was typed is spoken in it. */
  const sendStored = (sent: ClientFile) => {
    if (!route?.way.allowed) return;
    void once(async () => {
      await post(route, { text: "" }, sent);
    });
  };
  return { text, setText, file, setFile, progress, send, sendStored };
}

/** Sends a message again, or lets it be. */
export async function settle(clientId: string, messageId: string, how: "retry" | "discard" | "confirm") {
  const params = { path: { client_id: clientId, message_id: messageId } };
  try {
    if (how === "retry") await http.POST(`${unsentPath}/{message_id}/retry`, { params });
    else if (how === "confirm") await http.POST(`${unsentPath}/{message_id}/confirm`, { params });
    else await http.POST(`${unsentPath}/{message_id}/discard`, { params });
  } catch (error) {
    toastError(error);
  }
  await refreshReplies();
}
