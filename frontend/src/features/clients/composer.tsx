import { IconCircleCheck } from "@tabler/icons-react";
import { Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { client as http, invalidate, type Schemas } from "@/shared/api/client";
import { ApiError } from "@/shared/api/errors";
import { LazyTaskForm } from "@/shared/crm/lazy-task-form";
import { ChannelIcon, useChannelName } from "@/shared/crm/source-icon";
import { useDraftText } from "@/shared/lib/draft";
import { lazyPart } from "@/shared/lib/lazy-part";
import { newId } from "@/shared/lib/new-id";
import { useSingleFlight } from "@/shared/lib/use-single-flight";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { NumberField } from "@/shared/ui/number-field";
import { Segmented } from "@/shared/ui/segmented";
import { Select } from "@/shared/ui/select";
import { Skeleton } from "@/shared/ui/skeleton";
import { TextArea } from "@/shared/ui/text-area";
import { toast, toastError } from "@/shared/ui/toast";
import { anewDone, answerNone, useAnew, useAnswering } from "./answering";
import { UnsentMessages } from "./unsent-messages";
import { useThreads } from "./use-reply";

// Only who wrote by a channel of his own is answered by it.
const ReplyForm = lazyPart(async () => (await import("./reply-form")).ReplyForm);

type Entry = Schemas["NewInteraction"];
type Kind = "note" | "message" | "call";
type Direction = "in" | "out";

const kinds: readonly Kind[] = ["note", "call", "message"];
const channels = ["phone", "email", "telegram", "whatsapp", "viber", "instagram", "messenger", "other"] as const;

/** Stores the entry; a repeat after a lost answer finds it stored. */
async function store(clientId: string, entry: Entry) {
  try {
    await http.POST("/api/v1/clients/{client_id}/interactions", {
      params: { path: { client_id: clientId } },
      body: entry,
    });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
  }
}

function useComposer(client: { id: string }, kind: Kind) {
  const { t } = useTranslation("clients");
  const [direction, setDirection] = useState<Direction>("out");
  const [channel, setChannel] = useState<(typeof channels)[number]>("telegram");
  const [minutes, setMinutes] = useState<number | null>(null);
  const [body, setBody, clearBody] = useDraftText(`composer.${client.id}`);
  const [isSending, setSending] = useState(false);
  // One id for one text until it is stored, however often it is sent.
  const id = useRef(newId());
  const entry = (): Entry => {
    const common = { id: id.current, body: body.trim(), file_ids: [] };
    if (kind === "note") return { ...common, kind, channel: "manual" };
    if (kind === "message") return { ...common, kind, channel, direction };
    return { ...common, kind, channel: "phone", direction, duration_seconds: minutes === null ? null : minutes * 60 };
  };
  const canSend = kind === "call" || body.trim() !== "";
  const once = useSingleFlight();
  const post = async () => {
    if (!canSend) return;
    setSending(true);
    try {
      await store(client.id, entry());
      id.current = newId();
      clearBody();
      setMinutes(null);
      toast(t(`composer.saved.${kind}`), { tone: "good", timeout: 2500 });
      void invalidate("/api/v1/clients", "/api/v1/dashboard");
    } catch (error) {
      toastError(error);
    } finally {
      setSending(false);
    }
  };
  const send = () => once(post);
  return {
    ...{ kind, direction, setDirection, channel, setChannel, minutes, setMinutes },
    ...{ body, setBody, send, canSend, isSending },
  };
}

const leave = () => {
  answerNone();
  anewDone();
};

interface ComposerProps {
  client: { id: string; name: string };
}

/**
 * Answers the client where he wrote; writes down what happened: a note, a call, a message; or plans a task. What is typed
 * survives a reload. An answer and a note are two texts: none becomes the other by a press on a tab.
 */
export function Composer({ client }: ComposerProps) {
  const { t } = useTranslation("clients");
  const { data, error, refetch } = useThreads(client.id);
  const [chosen, setChosen] = useState<Kind | "reply">();
  const place = useRef<HTMLElement>(null);
  const wanted = useAnswering();
  const answering = data?.items.some((one) => one.conversation_id === wanted?.conversationId) ? wanted : null;
  const failed = useAnew();
  const anew = data?.items.some((one) => one.conversation_id === failed?.conversationId) ? failed : null;
  // What was begun for one client is nothing for the next.
  useEffect(() => leave, []);
  // Somebody chose a comment further down, or a message that did not arrive: the form that writes comes to him.
  useEffect(() => {
    if (!(answering || anew)) return;
    setChosen("reply");
    place.current?.scrollIntoView({ block: "nearest" });
    place.current?.querySelector("textarea")?.focus();
  }, [answering, anew]);
  // Which form comes first is known with the conversations: it must not change under somebody who types.
  if (!data && error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-40" />;
  const threads = data.items.filter(({ ways }) => ways.length > 0);
  const options = threads.length > 0 ? (["reply", ...kinds] as const) : kinds;
  const kind = options.find((id) => id === chosen) ?? options[0] ?? "note";
  return (
    <div className="grid min-w-0 grid-cols-1 gap-2">
      <section
        ref={place}
        aria-label={t("composer.title")}
        className="grid grid-cols-1 gap-2 rounded-lg border bg-raised p-3 shadow-card"
      >
        <div>
          <Segmented
            label={t("composer.title")}
            options={options.map((id) => ({ id, label: t(`composer.${id}`) }))}
            value={kind}
            onChange={setChosen}
          />
        </div>
        {kind === "reply" ? (
          <Suspense fallback={<Skeleton className="h-32" />}>
            <ReplyForm clientId={client.id} threads={threads} anew={anew} />
          </Suspense>
        ) : (
          <WriteDown client={client} kind={kind} />
        )}
      </section>
      <UnsentMessages clientId={client.id} />
    </div>
  );
}

function WriteDown({ client, kind }: ComposerProps & { kind: Kind }) {
  const { t } = useTranslation("clients");
  const form = useComposer(client, kind);
  const [isPlanning, setPlanning] = useState(false);
  return (
    <>
      <Details {...form} />
      <TextArea
        aria-label={t(`composer.${form.kind}`)}
        placeholder={t(`composer.placeholder.${form.kind}`)}
        value={form.body}
        onChange={form.setBody}
        rows={2}
        maxLength={50_000}
        onSubmit={() => void form.send()}
      />
      <div className="flex items-center justify-between gap-2">
        <Button look="ghost" className="-ml-1" onPress={() => setPlanning(true)}>
          <IconCircleCheck size={16} stroke={1.75} aria-hidden="true" />
          {t("composer.task")}
        </Button>
        <Button look="primary" isDisabled={!form.canSend} isPending={form.isSending} onPress={() => void form.send()}>
          {t("composer.save")}
        </Button>
      </div>
      {isPlanning ? <LazyTaskForm isOpen client={client} onClose={() => setPlanning(false)} /> : null}
    </>
  );
}

function Details(form: ReturnType<typeof useComposer>) {
  const { t } = useTranslation("clients");
  const channelName = useChannelName();
  if (form.kind === "note") return null;
  const directions = (["out", "in"] as const).map((id) => ({
    id,
    label: t(`composer.${form.kind as "call"}Way.${id}`),
  }));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented
        label={t("composer.direction")}
        options={directions}
        value={form.direction}
        onChange={form.setDirection}
      />
      {form.kind === "call" ? (
        <NumberField
          aria-label={t("composer.minutes")}
          placeholder={t("composer.minutes")}
          value={form.minutes}
          onChange={form.setMinutes}
          min={0}
          max={1440}
          className="w-36"
        />
      ) : (
        <Select
          aria-label={t("composer.channel")}
          options={channels.map((id) => ({ id, label: channelName(id), start: <ChannelIcon channel={id} /> }))}
          value={form.channel}
          onChange={form.setChannel}
          className="w-44"
        />
      )}
    </div>
  );
}
