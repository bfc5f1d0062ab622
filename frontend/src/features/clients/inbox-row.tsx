import { IconCheck, IconFlask, IconMessageCircle, IconPaperclip } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useIsAdmin } from "@/shared/api/me";
import { ChannelIcon, useChannelName } from "@/shared/crm/source-icon";
import { useFormat } from "@/shared/lib/use-format";
import { useIsDesktop } from "@/shared/lib/use-media";
import { Badge } from "@/shared/ui/badge";
import { IconButton } from "@/shared/ui/icon-button";
import { type InboxRow as Row, useSettle } from "./use-inbox";

const closesSoon = 3 * 60 * 60 * 1000;

/** One conversation: who, where, since when he waits, what was said last. Beside the thread, or a way to the card on phones. */
export function InboxRow({ row, isOpen }: { row: Row; isOpen: boolean }) {
  const { t } = useTranslation("inbox");
  const settle = useSettle();
  const channelName = useChannelName();
  const format = useFormat();
  const isDesktop = useIsDesktop();
  const isAdmin = useIsAdmin();
  const shape = "truncate font-medium after:absolute after:inset-0 after:-outline-offset-2";
  const at = row.waiting_since ?? row.last_at;
  return (
    <li
      className={`group relative flex gap-2.5 border-b px-4 py-2.5 last:border-b-0 hover:bg-hover ${isOpen ? "bg-hover shadow-[inset_2px_0_0_var(--color-accent)]" : ""}`}
    >
      <span
        title={channelName(row.channel)}
        className="mt-0.5 grid size-8 shrink-0 place-items-center rounded-full bg-sunken"
      >
        <ChannelIcon channel={row.channel} size={17} />
      </span>
      <div className="grid min-w-0 flex-1 gap-0.5">
        <span className="flex min-w-0 items-baseline gap-2">
          {isDesktop ? (
            <Link
              from="/inbox"
              to="/inbox"
              search={(before) => ({ ...before, client: row.client.id })}
              replace
              aria-current={isOpen ? "true" : undefined}
              className={`${shape} flex-1`}
            >
              {row.client.name}
            </Link>
          ) : (
            <Link to="/clients/$id" params={{ id: row.client.id }} className={`${shape} flex-1`}>
              {row.client.name}
            </Link>
          )}
          {row.simulated ? (
            <span title={t("simulated")} className="shrink-0 text-accent-ink">
              <IconFlask size={14} stroke={1.75} aria-hidden="true" />
              <span className="sr-only">{t("simulated")}</span>
            </span>
          ) : null}
          <time
            dateTime={at}
            title={format.dateTime(at)}
            className={`tabular shrink-0 text-xs ${row.waiting_since ? "font-medium text-warn" : "text-ink-muted"}`}
          >
            {format.relative(at)}
          </time>
        </span>
        <LastWords row={row} />
        <Marks row={row} isAdmin={isAdmin} />
      </div>
      {row.waiting_since ? (
        <span className="relative -mr-2 shrink-0 self-center">
          <IconButton icon={IconCheck} label={t("noAnswer")} onPress={() => void settle(row)} />
        </span>
      ) : null}
    </li>
  );
}

function LastWords({ row: { last, kind } }: { row: Row }) {
  const { t } = useTranslation("inbox");
  if (!last) return null;
  const words = last.withdrawn
    ? t("withdrawn")
    : last.text || (last.files > 0 ? t("file", { count: last.files }) : "—");
  return (
    <span className="flex min-w-0 items-center gap-1 text-ink-soft text-sm">
      {/* A comment's file is the picture of its post. */}
      {last.files > 0 && !last.withdrawn && kind !== "comments" ? (
        <IconPaperclip size={14} stroke={1.75} className="shrink-0 text-ink-muted" aria-hidden="true" />
      ) : null}
      <span className="truncate">{last.direction === "out" ? t("you", { text: words }) : words}</span>
    </span>
  );
}

function Marks({ row, isAdmin }: { row: Row; isAdmin: boolean }) {
  const { t } = useTranslation("inbox");
  const format = useFormat();
  const left = row.answer_until ? new Date(row.answer_until).getTime() - Date.now() : null;
  return (
    <span className="flex flex-wrap items-center gap-1.5 text-ink-muted text-xs empty:hidden">
      {row.kind === "comments" ? (
        <span className="flex items-center gap-1">
          <IconMessageCircle size={14} stroke={1.75} aria-hidden="true" />
          {t("comment")}
        </span>
      ) : null}
      {isAdmin ? <span className="truncate">{row.owner?.full_name ?? t("nobody")}</span> : null}
      {row.unreachable ? <Badge tone="bad">{t("unreachable")}</Badge> : null}
      {row.waiting_since && left !== null && left > 0 && left < closesSoon ? (
        <Badge tone="warn">{t("closes", { time: format.time(row.answer_until ?? "") })}</Badge>
      ) : null}
      {row.waiting_since && left !== null && left <= 0 ? <Badge>{t("closed")}</Badge> : null}
    </span>
  );
}
