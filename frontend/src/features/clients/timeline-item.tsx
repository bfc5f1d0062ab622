import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconForms,
  IconLayoutKanban,
  IconMessage,
  IconMessageCircle,
  IconNote,
  IconPhone,
  type Icon as IconType,
  IconUserShare,
  IconUsers,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { PersonAvatar } from "@/shared/crm/people";
import { useChannelName } from "@/shared/crm/source-icon";
import { StageName } from "@/shared/crm/stage";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Attachments, PostPicture } from "./attachments";
import { Answered, AnswerThis, MessageFate, MessageMarks, Reactions, safeUrl } from "./message-parts";
import type { TimelineEntry } from "./timeline";

type Interaction = Schemas["InteractionEntry"];

const icons: Record<Interaction["kind"], IconType> = {
  note: IconNote,
  message: IconMessage,
  comment: IconMessageCircle,
  call: IconPhone,
  meeting: IconUsers,
  form: IconForms,
};

/** One entry of the timeline. */
export function TimelineItem({ entry }: { entry: TimelineEntry }) {
  if (entry.type === "stage") return <StageItem entry={entry} />;
  if (entry.type === "owner") return <OwnerItem entry={entry} />;
  return <InteractionItem entry={entry} />;
}

interface FrameProps {
  icon: IconType;
  at: string;
  title: ReactNode;
  author: { id: string; full_name: string } | null;
  children?: ReactNode;
}

function Frame({ icon: IconShape, at, title, author, children }: FrameProps) {
  const format = useFormat();
  return (
    <li className="flex min-w-0 gap-2.5">
      <span className="grid size-7 shrink-0 place-items-center rounded-full border bg-surface text-ink-muted">
        <IconShape size={15} stroke={1.75} aria-hidden="true" />
      </span>
      <div className="grid min-w-0 flex-1 grid-cols-1 gap-1">
        <p className="flex min-h-7 min-w-0 items-center gap-2">
          <span className="min-w-0 flex-1 text-sm">{title}</span>
          <PersonAvatar person={author} />
          <time dateTime={at} title={format.dateTime(at)} className="tabular shrink-0 text-ink-muted text-xs">
            {format.time(at)}
          </time>
        </p>
        {children}
      </div>
    </li>
  );
}

function InteractionItem({ entry }: { entry: Interaction }) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  const channelName = useChannelName();
  const Way = entry.direction === "in" ? IconArrowDownLeft : IconArrowUpRight;
  const hasWay = entry.direction !== "internal";
  const title = (
    <span className="flex min-w-0 flex-wrap items-center gap-x-1.5">
      <span className="font-medium">{t(`kind.${entry.kind}`)}</span>
      {hasWay ? (
        <Way size={14} className="text-ink-muted" aria-label={t(`direction.${entry.direction as "in"}`)} />
      ) : null}
      {entry.channel === "manual" ? null : <span className="text-ink-muted">{channelName(entry.channel)}</span>}
      {entry.duration_seconds ? (
        <span className="tabular text-ink-muted">{format.duration(entry.duration_seconds / 60)}</span>
      ) : null}
      {entry.author_name ? <span className="truncate text-ink-muted">{entry.author_name}</span> : null}
      <MessageMarks entry={entry} />
    </span>
  );
  return (
    <Frame icon={icons[entry.kind]} at={entry.occurred_at} title={title} author={entry.author}>
      {entry.subject ? <p className="break-words font-medium">{entry.subject}</p> : null}
      <Answered entry={entry} />
      {entry.erased_at || entry.withdrawn_at ? (
        <p className="text-ink-muted italic">{t(entry.erased_at ? "erasedText" : "timeline.withdrawn")}</p>
      ) : (
        <Body text={entry.body} />
      )}
      <PostLink entry={entry} />
      {/* In a conversation the composer says it, once. */}
      {entry.conversation_id ? null : <ReplyUntil until={entry.reply_until} />}
      <Attachments items={entry.attachments} />
      <Reactions entry={entry} />
      <MessageFate entry={entry} />
      <AnswerThis entry={entry} />
    </Frame>
  );
}

const folded = 480;

/** The beginning of a long text, to the end of a word. */
const begun = (text: string) => `${text.slice(0, folded).replace(/\s+\S{0,40}$/, "")}…`;

function Body({ text }: { text: string }) {
  const { t } = useTranslation("clients");
  const [isOpen, setOpen] = useState(false);
  if (!text) return null;
  const isLong = text.length > folded;
  return (
    <div className="w-fit max-w-full rounded-lg bg-sunken px-3 py-2">
      <p className="whitespace-pre-wrap break-words">{isLong && !isOpen ? begun(text) : text}</p>
      {isLong ? (
        <Button look="ghost" size="md" className="-ml-3" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {isOpen ? t("timeline.less") : t("timeline.more")}
        </Button>
      ) : null}
    </div>
  );
}

/** The post a comment stands under, with its picture, or the page a form was sent from. */
function PostLink({ entry: { details, attachments } }: { entry: Interaction }) {
  const { t } = useTranslation("clients");
  const found = ["permalink", "post_url", "page_url", "page"].map((name) => details[name]);
  const url = found.find((value): value is string => typeof value === "string" && safeUrl.test(value));
  if (!url) return null;
  const caption = typeof details.caption === "string" ? details.caption : "";
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="flex w-fit max-w-full items-center gap-2 text-accent-ink text-sm underline"
    >
      <PostPicture items={attachments} />
      <span className="truncate">{caption ? t("timeline.postNamed", { caption }) : t("timeline.source")}</span>
    </a>
  );
}

/** Until when the channel lets us answer. */
function ReplyUntil({ until }: { until: string | null }) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  if (!until) return null;
  const isOver = Date.parse(until) < Date.now();
  return (
    <span>
      <Badge tone={isOver ? "neutral" : "warn"}>
        {isOver ? t("timeline.replyOver") : t("timeline.replyUntil", { when: format.relative(until) })}
      </Badge>
    </span>
  );
}

function StageItem({ entry }: { entry: Schemas["StageEntry"] }) {
  const { t } = useTranslation(["clients", "crm"]);
  const format = useFormat();
  const title = (
    <span className="flex min-w-0 flex-wrap items-center gap-x-1.5">
      <Link to="/deals" search={{ open: entry.deal_id }} className="max-w-full truncate font-medium hover:underline">
        {entry.deal_title}
      </Link>
      {entry.from_stage ? (
        <StageName stage={entry.from_stage} />
      ) : (
        <span className="text-ink-muted">{t("timeline.dealMade")}</span>
      )}
      <span aria-hidden="true" className="text-ink-muted">
        →
      </span>
      <StageName stage={entry.to_stage} />
      {entry.to_outcome === "won" ? (
        <span className="tabular font-semibold">{format.money(entry.amount_minor, entry.currency)}</span>
      ) : null}
      {entry.reason ? <span className="text-ink-muted">{t(`crm:lostReason.${lostReason(entry.reason)}`)}</span> : null}
    </span>
  );
  return <Frame icon={IconLayoutKanban} at={entry.occurred_at} title={title} author={entry.actor} />;
}

const reasons = ["price", "competitor", "no_need", "no_answer", "timing", "duplicate", "spam", "test"] as const;
const lostReason = (code: string) => reasons.find((reason) => reason === code) ?? "other";

function OwnerItem({ entry }: { entry: Schemas["OwnerEntry"] }) {
  const { t } = useTranslation(["clients", "crm"]);
  const to = entry.to_owner?.full_name ?? t("crm:nobody");
  const title = (
    <>
      <span className="font-medium">{to}</span>{" "}
      <span className="text-ink-muted">{t(`ownerReason.${entry.reason}`)}</span>
    </>
  );
  return <Frame icon={IconUserShare} at={entry.occurred_at} title={title} author={entry.actor} />;
}
