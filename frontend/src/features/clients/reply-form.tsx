import { IconFlask, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Select } from "@/shared/ui/select";
import { TextArea } from "@/shared/ui/text-area";
import { Opening } from "./opening";
import { bytesOf, isTooLong, partsOf, type Route, routeFor, routesOf, type Thread, type Way, whyNot } from "./reply";
import { useReply } from "./use-reply";

interface ReplyFormProps {
  clientId: string;
  threads: readonly Thread[];
}

/** Answers the client by his own channel: where it goes and until when is said before anything is typed. */
export function ReplyForm({ clientId, threads }: ReplyFormProps) {
  const { t } = useTranslation("clients");
  const [chosen, setChosen] = useState<string | null>(null);
  const routes = routesOf(threads);
  const route = routeFor(routes, chosen);
  const { text, setText, send } = useReply(clientId, route);
  if (!route) return null;
  const { way, thread } = route;
  const tooLong = isTooLong(text, way);
  return (
    <>
      <div className="grid gap-1.5">
        <Routes routes={routes} route={route} onChoose={setChosen} />
        <Window way={way} />
      </div>
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
          rows={2}
          maxLength={10_000}
          isDisabled={!way.allowed}
          error={tooLong ? t("reply.tooLong") : undefined}
          onSubmit={() => (tooLong ? undefined : send())}
        />
      </div>
      <div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-2">
        {thread.simulated ? (
          <span className="mr-auto">
            <Badge tone="accent" icon={IconFlask}>
              {t("reply.simulated")}
            </Badge>
          </span>
        ) : null}
        <Room text={text} way={way} />
        <Button look="primary" isDisabled={!way.allowed || !text.trim() || tooLong} onPress={send}>
          <IconSend size={16} stroke={1.75} aria-hidden="true" />
          {t("reply.send")}
        </Button>
      </div>
    </>
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
  const options = routes.map(({ id, thread, way }) => ({
    id,
    label: t(`reply.mode.${way.mode}`),
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
