import { IconFlask, IconSend, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChannelIcon, useChannelName } from "@/shared/crm/source-icon";
import { useFileDrop } from "@/shared/lib/use-file-drop";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { IconButton } from "@/shared/ui/icon-button";
import { Select } from "@/shared/ui/select";
import { TextArea } from "@/shared/ui/text-area";
import { VoiceReply } from "@/shared/voice/voice-reply";
import { type Anew, type Answering, answerNone, useAnswering } from "./answering";
import { Attach, FileSlot, Limits, useRefusal } from "./file-slot";
import { Opening } from "./opening";
import { takesFiles, takesVoices } from "./outgoing-file";
import { bytesOf, isTooLong, partsOf, type Route, routeFor, routesOf, type Thread, type Way, whyNot } from "./reply";
import { TemplateForm } from "./template-form";
import { useWritingAnew } from "./use-anew";
import { useReply, useThreads } from "./use-reply";

interface ReplyFormProps {
  clientId: string;
  threads: readonly Thread[];
  anew: Anew | null;
}

/** Answers the client by his own channel: where it goes and until when is said before anything is typed. */
export function ReplyForm({ clientId, threads, anew }: ReplyFormProps) {
  const { t } = useTranslation("clients");
  const [chosen, setChosen] = useState<string | null>(null);
  const { answering, offered } = useOffered(clientId, threads);
  const routes = routesOf(offered);
  const route = routeFor(routes, chosen);
  const reply = useReply(clientId, route, answering?.id);
  useWritingAnew(anew, routes, (id, text) => {
    setChosen(id);
    // (What is being typed stays.)
    if (text && !reply.text.trim()) reply.setText(text);
  });
  if (!route) return null;
  return (
    <>
      <div className="grid gap-1.5">
        {answering ? <AnsweringNote answering={answering} /> : null}
        <Routes routes={routes} route={route} onChoose={setChosen} />
        <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <Window way={route.way} />
          {route.thread.simulated ? (
            <Badge tone="accent" icon={IconFlask}>
              {t("reply.simulated")}
            </Badge>
          ) : null}
        </div>
      </div>
      {route.way.mode === "template" && route.way.allowed ? (
        <TemplateForm clientId={clientId} route={route} progress={reply.progress} onSend={reply.send} />
      ) : (
        <Message clientId={clientId} route={route} {...reply} />
      )}
    </>
  );
}

/** The conversations, or that of the comment which somebody chose to answer, with the ways of answering this one. */
function useOffered(clientId: string, threads: readonly Thread[]) {
  const wanted = useAnswering();
  const answering = threads.some((one) => one.conversation_id === wanted?.conversationId) ? wanted : null;
  const named = useThreads(clientId, answering?.id).data?.items ?? threads;
  const offered = answering ? named.filter((one) => one.conversation_id === answering.conversationId) : threads;
  return { answering, offered };
}

function AnsweringNote({ answering }: { answering: Answering }) {
  const { t } = useTranslation("clients");
  return (
    <p className="flex min-w-0 items-center gap-1 border-accent border-l-2 pl-2 text-ink-soft text-sm">
      <span className="min-w-0 flex-1 truncate">{t("timeline.answers", { text: answering.text })}</span>
      <IconButton icon={IconX} size="tiny" label={t("reply.answerNone")} onPress={answerNone} />
    </p>
  );
}

type MessageProps = ReturnType<typeof useReply> & { clientId: string; route: Route };

/** Words and a file: typed, dropped, pasted or chosen. */
function Message({ clientId, route, ...reply }: MessageProps) {
  const { text, setText, file, setFile, progress, send, sendStored } = reply;
  const { t } = useTranslation("clients");
  const { way, thread } = route;
  const canEnclose = takesFiles(way, thread.files);
  const enclosed = canEnclose ? file : null;
  const refusal = useRefusal()(enclosed, thread.files);
  const tooLong = isTooLong(text, way);
  const canSend = way.allowed && !tooLong && !refusal && progress === null && Boolean(text.trim() || enclosed);
  const take = (one: File | undefined) => {
    if (one && canEnclose) setFile(one);
    return Boolean(one && canEnclose);
  };
  const drop = useFileDrop(([one]) => take(one), !canEnclose);
  return (
    <div {...drop.props} className={`grid gap-2 rounded-md ${drop.isOver ? "outline-2 outline-accent" : ""}`}>
      {enclosed ? (
        <FileSlot file={enclosed} refusal={refusal} progress={progress} onRemove={() => setFile(null)} />
      ) : null}
      {way.mode === "private_reply" && way.allowed && thread.private_reply && !text.trim() ? (
        <Opening words={thread.private_reply} onTake={setText} />
      ) : null}
      {/* Spelling is checked, and read aloud, in the language of the source's answers. */}
      <div lang={thread.language ?? undefined} className="grid">
        <TextArea
          aria-label={t("reply.placeholder")}
          placeholder={t("reply.placeholder")}
          value={text}
          onChange={setText}
          onPaste={(event) => take(event.clipboardData?.files[0]) && event.preventDefault()}
          rows={2}
          maxLength={10_000}
          isDisabled={!way.allowed}
          error={tooLong ? t("reply.tooLong") : undefined}
          onSubmit={() => (canSend ? send() : undefined)}
        />
      </div>
      <div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-2">
        {canEnclose ? (
          <span className="mr-auto">
            <Attach taken={thread.files} isDisabled={progress !== null} onFile={take} />
          </span>
        ) : null}
        {canEnclose && !file ? (
          <VoiceReply
            clientId={clientId}
            text={text}
            asNote={takesVoices(thread.files)}
            isDisabled={!way.allowed}
            onSend={sendStored}
          />
        ) : null}
        <Room text={text} way={way} />
        <Button look="primary" isDisabled={!canSend} onPress={() => send()}>
          <IconSend size={16} stroke={1.75} aria-hidden="true" />
          {t("reply.send")}
        </Button>
      </div>
      {canEnclose ? <Limits taken={thread.files} /> : null}
    </div>
  );
}

interface RoutesProps {
  routes: readonly Route[];
  route: Route;
  onChoose: (id: string) => void;
}

function Routes({ routes, route, onChoose }: RoutesProps) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  const channelName = useChannelName();
  const options = routes.map(({ id, thread, way }) => ({
    id,
    // What Instagram calls Direct is elsewhere the channel itself.
    label:
      way.mode === "direct" && thread.channel !== "instagram"
        ? channelName(thread.channel)
        : t(`reply.mode.${way.mode}`),
    // Two conversations of a kind differ by when the client wrote last.
    hint: [thread.account_name, thread.last_in_at ? format.relative(thread.last_in_at) : null]
      .filter(Boolean)
      .join(" · "),
    start: <ChannelIcon channel={thread.channel} />,
  }));
  return <Select aria-label={t("reply.to")} options={options} value={route.id} onChange={onChoose} />;
}

/** Until when the channel takes an answer, or why it takes none. */
function Window({ way }: { way: Way }) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  if (!way.allowed) {
    return <p className="text-sm text-warn">{t(`reply.whyNot.${whyNot(way.why_not)}`)}</p>;
  }
  if (way.mode === "template") return <p className="text-ink-muted text-xs">{t("reply.template.anyTime")}</p>;
  return (
    <p className="tabular text-ink-muted text-xs">
      {way.until ? t("reply.until", { when: format.dateTime(way.until) }) : t("reply.noEnd")}
    </p>
  );
}

/** How full the message is, once that begins to matter. */
function Room({ text, way }: { text: string; way: Way }) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  if (!way.longest || !text.trim()) return null;
  const counted = { used: format.number(bytesOf(text)), most: format.number(way.longest) };
  const parts = partsOf(text, way);
  return (
    <span className="tabular text-ink-muted text-xs">
      <span aria-hidden="true">{t("reply.room", counted)}</span>
      <span className="sr-only">{t("reply.roomLabel", counted)}</span>
      {parts > 1 && way.mode !== "private_reply" ? ` · ${t("reply.parts", { count: parts })}` : null}
    </span>
  );
}
