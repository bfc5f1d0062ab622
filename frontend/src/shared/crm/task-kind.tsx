import { IconCalendarEvent, IconCircleCheck, IconMessage, IconPhone, type Icon as IconType } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";

type Kind = Schemas["TaskCard"]["kind"];

const icons: Record<Kind, IconType> = {
  task: IconCircleCheck,
  call: IconPhone,
  message: IconMessage,
  meeting: IconCalendarEvent,
};

/** What kind of work a task is; a plain task needs no picture of its own. */
export function TaskKindIcon({ kind, size = 15 }: { kind: Kind; size?: number }) {
  const { t } = useTranslation("crm");
  if (kind === "task") return null;
  const IconShape = icons[kind];
  return (
    <span className="inline-flex shrink-0 text-ink-muted">
      <IconShape size={size} stroke={1.75} aria-hidden="true" />
      <span className="sr-only">{t(`task.kind.${kind}`)}</span>
    </span>
  );
}
