import { IconArrowBackUp, IconCheck, IconChecks, IconFlask } from "@tabler/icons-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { answer, MessageFailure, MessageSigns } from "./answering";

type Interaction = Schemas["InteractionEntry"];

interface PartProps {
  entry: Interaction;
}

/** To whom it was, where to several of us; edited, simulated, typed in the vendor's application. */
export function MessageMarks({ entry }: PartProps) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  return (
    <>
      {entry.details.to ? <span className="text-ink-muted">→ {String(entry.details.to)}</span> : null}
      {entry.details.by_hand ? <span className="text-ink-muted">{t("timeline.byHand")}</span> : null}
      {entry.edited_at ? (
        <span className="text-ink-muted text-xs" title={format.dateTime(entry.edited_at)}>
          {t("timeline.edited")}
        </span>
      ) : null}
      {entry.simulated ? (
        <Badge tone="accent" icon={IconFlask}>
          {t("timeline.simulated")}
        </Badge>
      ) : null}
    </>
  );
}

/** What a message answers, in its first words. */
export function Answered({ entry }: PartProps) {
  const { t } = useTranslation("clients");
  if (!entry.answers?.body) return null;
  return (
    <p className="truncate border-l-2 pl-2 text-ink-muted text-sm">
      {t("timeline.answers", { text: entry.answers.body })}
    </p>
  );
}

/** Signs on a message, under its bubble. */
export const Reactions = ({ entry: { reactions, withdrawn_at } }: PartProps) =>
  reactions.length === 0 || withdrawn_at ? null : (
    <Suspense>
      <MessageSigns signs={reactions} />
    </Suspense>
  );

const marks = {
  accepted: IconCheck,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
} as const;

/** How far a message of ours has come. */
export function MessageFate({ entry }: PartProps) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  const { status, status_at, withdrawn_at } = entry;
  if (!status || withdrawn_at) return null;
  if (status === "failed") {
    return (
      <Suspense fallback={<span className="text-bad text-xs">{t("timeline.status.failed")}</span>}>
        <MessageFailure entry={entry} />
      </Suspense>
    );
  }
  const Mark = marks[status];
  const colour = status === "read" ? "text-accent-ink" : "text-ink-muted";
  return (
    <span
      className={`flex items-center gap-1 text-xs ${colour}`}
      title={status_at ? format.dateTime(status_at) : undefined}
    >
      <Mark size={14} stroke={1.75} aria-hidden="true" />
      {t(`timeline.status.${status}`)}
    </span>
  );
}

export const safeUrl = /^https?:\/\//i;

/** On a client's comment: the composer is to answer this one. */
export function AnswerThis({ entry }: PartProps) {
  const { t } = useTranslation("clients");
  const { id, conversation_id, body } = entry;
  const isTheirs = entry.kind === "comment" && entry.direction === "in" && !entry.withdrawn_at && !entry.erased_at;
  if (!isTheirs || !conversation_id) return null;
  return (
    <span>
      <Button
        look="ghost"
        className="-ml-3"
        onPress={() => answer({ id, conversationId: conversation_id, text: body })}
      >
        <IconArrowBackUp size={15} stroke={1.75} aria-hidden="true" />
        {t("timeline.answerThis")}
      </Button>
    </span>
  );
}
