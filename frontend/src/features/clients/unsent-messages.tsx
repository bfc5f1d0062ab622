import { IconAlertTriangle, IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import type { Attachment } from "./attachment";
import { Attachments } from "./attachments";
import { type Unsent, whyFailed } from "./reply";
import { settle, useUnsent } from "./use-reply";

/** Messages on their way, and those that did not make it. Nothing to show: nothing is shown. */
export function UnsentMessages({ clientId }: { clientId: string }) {
  const { t } = useTranslation("clients");
  const { data } = useUnsent(clientId);
  if (!data?.items.length) return null;
  return (
    <section aria-label={t("unsent.title")}>
      <ul className="grid grid-cols-1 gap-2">
        {data.items.map((message) => (
          <Row key={message.id} clientId={clientId} message={message} />
        ))}
      </ul>
    </section>
  );
}

const asAttachment = (file: NonNullable<Unsent["file"]>): Attachment => ({
  ...file,
  ...{ state: "stored", reason: null, url: null, media_id: null },
});

function Row({ clientId, message }: { clientId: string; message: Unsent }) {
  const { t } = useTranslation("clients");
  const isPending = message.status === "pending";
  const tone = isPending ? "border-line" : message.status === "ambiguous" ? "border-warn" : "border-bad";
  return (
    <li className={`grid grid-cols-1 gap-1.5 rounded-lg border bg-sunken px-3 py-2 ${tone}`}>
      {message.file ? <Attachments items={[asAttachment(message.file)]} /> : null}
      {message.text ? <p className="whitespace-pre-wrap break-words">{message.text}</p> : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
        <Fate message={message} />
        <span className="ml-auto flex flex-wrap justify-end gap-1">
          {message.status === "ambiguous" ? (
            <Button onPress={() => void settle(clientId, message.id, "confirm")}>{t("unsent.confirm")}</Button>
          ) : null}
          {isPending ? null : (
            <Button onPress={() => void settle(clientId, message.id, "retry")}>{t("unsent.retry")}</Button>
          )}
          {isPending && !message.error ? null : (
            <Button look="ghost" onPress={() => void settle(clientId, message.id, "discard")}>
              {t(isPending ? "unsent.cancel" : "unsent.discard")}
            </Button>
          )}
        </span>
      </div>
    </li>
  );
}

function Fate({ message }: { message: Unsent }) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  if (message.status === "pending") {
    const isLater = Boolean(message.error) && Date.parse(message.next_attempt_at) > Date.now();
    return (
      <span role="status" className="tabular flex items-center gap-1.5 text-ink-muted">
        <IconClock size={15} stroke={1.75} aria-hidden="true" />
        {isLater ? t("unsent.again", { time: format.time(message.next_attempt_at) }) : t("unsent.sending")}
      </span>
    );
  }
  const isUnknown = message.status === "ambiguous";
  return (
    <span role="status" className="min-w-0 flex-1 basis-60">
      <span className={`flex items-center gap-1.5 font-medium ${isUnknown ? "text-warn" : "text-bad"}`}>
        <IconAlertTriangle size={15} stroke={1.75} className="shrink-0" aria-hidden="true" />
        {t(isUnknown ? "unsent.ambiguous" : "unsent.failed")}
      </span>
      <span className="break-words text-ink-soft">{t(`unsent.reason.${whyFailed(message)}`)}</span>
    </span>
  );
}
