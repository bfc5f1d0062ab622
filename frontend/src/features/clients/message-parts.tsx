import { IconAlertTriangle, IconCheck, IconChecks, IconFile, IconFlask } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { openFile } from "./open-file";

type Interaction = Schemas["InteractionEntry"];

interface PartProps {
  entry: Interaction;
}

/** Edited, simulated, typed in the vendor's application. */
export function MessageMarks({ entry }: PartProps) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  return (
    <>
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

const marks = {
  accepted: IconCheck,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertTriangle,
} as const;

/** How far a message of ours has come. */
export function MessageFate({ entry: { status, status_at, withdrawn_at } }: PartProps) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  if (!status || withdrawn_at) return null;
  const Mark = marks[status];
  const colour = status === "failed" ? "text-bad" : status === "read" ? "text-accent-ink" : "text-ink-muted";
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
const kinds = ["image", "video", "audio", "share", "story_mention"] as const;

/** Files of ours, and what a channel keeps for a while. */
export function Attachments({ items }: { items: Interaction["attachments"] }) {
  if (items.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2">
      {items.map((item) => (
        <li key={item.path ?? item.url ?? item.name} className="max-w-full">
          {item.url ? <Elsewhere item={item} /> : <Ours item={item} />}
        </li>
      ))}
    </ul>
  );
}

type Item = Interaction["attachments"][number];

function Ours({ item }: { item: Item }) {
  return (
    <Button isDisabled={!item.path} onPress={() => item.path && openFile(item.path, item.name)} className="max-w-full">
      <IconFile size={15} stroke={1.75} className="shrink-0" aria-hidden="true" />
      <span className="truncate">{item.name}</span>
    </Button>
  );
}

function Elsewhere({ item }: { item: Item }) {
  const { t } = useTranslation("clients");
  const kind = kinds.find((known) => known === item.kind) ?? (item.kind?.includes("post") ? "share" : "file");
  // (Where a channel gives no name, its word for the kind stands in.)
  const name = item.name && item.name !== item.kind ? item.name : t(`timeline.attachment.${kind}`);
  if (!item.url || !safeUrl.test(item.url)) return <span className="text-ink-muted text-sm">{name}</span>;
  return (
    <a
      href={item.url}
      target="_blank"
      rel="noreferrer"
      className="flex max-w-full items-center gap-1.5 text-accent-ink text-sm underline"
    >
      <IconFile size={15} stroke={1.75} className="shrink-0" aria-hidden="true" />
      <span className="truncate">{name}</span>
    </a>
  );
}
