import {
  IconAlarm,
  IconArrowMerge,
  IconArrowsSplit2,
  IconBell,
  IconBrandTelegram,
  IconChartBar,
  IconCheck,
  IconChecklist,
  IconClockCheck,
  IconClockExclamation,
  IconClockQuestion,
  IconFileImport,
  IconMessages,
  IconMoodAngry,
  IconShieldQuestion,
  IconTrophy,
  type Icon as IconType,
  IconUserPlus,
  IconUserQuestion,
  IconUsers,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { IconButton } from "@/shared/ui/icon-button";
import { type Notice, noticeHref, noticeSubject, noticeTitle } from "./notice";

const icons: Record<string, IconType> = {
  lead_new: IconUserPlus,
  lead_repeat: IconMessages,
  lead_unassigned: IconUserQuestion,
  lead_quarantined: IconShieldQuestion,
  client_assigned: IconUserPlus,
  clients_handed_over: IconUsers,
  task_assigned: IconChecklist,
  lead_late: IconClockExclamation,
  lead_escalated: IconClockExclamation,
  task_due: IconAlarm,
  task_overdue: IconAlarm,
  report_daily: IconChartBar,
  report_weekly: IconChartBar,
  report_monthly: IconChartBar,
  telegram_linked: IconBrandTelegram,
  telegram_blocked: IconBrandTelegram,
  source_attention: IconShieldQuestion,
  message_new: IconMessages,
  message_failed: IconMessages,
  client_merged: IconArrowMerge,
  client_merged_away: IconArrowMerge,
  client_unmerged: IconArrowsSplit2,
  lead_taken: IconClockExclamation,
  lead_stuck: IconClockExclamation,
  complaint_new: IconMoodAngry,
  rule_demoted: IconShieldQuestion,
  deal_won: IconTrophy,
  import_done: IconFileImport,
  time_disputed: IconClockQuestion,
  time_decided: IconClockCheck,
};

interface NoticeRowProps {
  notice: Notice;
  onRead: (id: string) => void;
}

/** One notification: the whole row leads to what it is about, and reads it. */
export function NoticeRow({ notice, onRead }: NoticeRowProps) {
  const { t } = useTranslation("notifications");
  const format = useFormat();
  const navigate = useNavigate();
  const IconShape = icons[notice.kind] ?? IconBell;
  const isUnread = notice.read_at === null;
  const subject = noticeSubject(notice, t, format);
  const href = noticeHref(notice);
  const follow = (event: MouseEvent) => {
    if (isUnread) onRead(notice.id);
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void navigate({ href });
  };
  return (
    <li className="group relative flex min-h-14 items-center gap-3 border-b px-1 py-2 last:border-b-0 hover:bg-hover">
      <span
        className={`grid size-8 shrink-0 place-items-center rounded-full ${isUnread ? "bg-accent-soft text-accent-ink" : "bg-sunken text-ink-muted"}`}
      >
        <IconShape size={17} stroke={1.75} aria-hidden="true" />
      </span>
      <div className="grid min-w-0 flex-1">
        <a
          href={href}
          onClick={follow}
          className={`truncate after:absolute after:inset-0 ${isUnread ? "font-medium" : "text-ink-soft"}`}
        >
          {isUnread ? <span className="sr-only">{t("unread")}: </span> : null}
          {noticeTitle(notice, t)}
        </a>
        {subject ? <span className="line-clamp-2 text-ink-muted text-sm">{subject}</span> : null}
      </div>
      <time dateTime={notice.created_at} className="tabular shrink-0 text-ink-muted text-xs">
        {format.time(notice.created_at)}
      </time>
      <span className="relative pointer-coarse:size-11 size-8 shrink-0 max-sm:hidden">
        {isUnread ? <IconButton icon={IconCheck} label={t("markRead")} onPress={() => onRead(notice.id)} /> : null}
      </span>
    </li>
  );
}
