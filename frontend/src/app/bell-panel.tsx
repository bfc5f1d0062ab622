import { IconBell } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Notice, noticeHref, noticeSubject, noticeTitle } from "@/features/notifications/notice";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { SkeletonText } from "@/shared/ui/skeleton";
import { useBell } from "./use-bell";

/** The latest notifications, under the bell. */
export function BellPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("shell");
  const { query, unread, markRead } = useBell();
  return (
    <>
      <header className="flex h-11 items-center justify-between border-b pr-1 pl-4">
        <h2 className="font-semibold">{t("bell.label")}</h2>
        {unread ? (
          <Button look="ghost" onPress={() => void markRead(null)}>
            {t("bell.readAll")}
          </Button>
        ) : null}
      </header>
      <div className="scroll-area max-h-[60dvh]">
        {query.isPending ? (
          <div className="p-4">
            <SkeletonText lines={4} />
          </div>
        ) : query.isError ? (
          <ErrorState error={query.error} onRetry={query.refetch} />
        ) : (
          <List items={query.data.items} onRead={markRead} onDone={onClose} />
        )}
      </div>
      <Link
        to="/notifications"
        onClick={onClose}
        className="block border-t px-4 py-2.5 text-center font-medium text-accent-ink text-sm -outline-offset-2 hover:bg-hover"
      >
        {t("bell.all")}
      </Link>
    </>
  );
}

interface ListProps {
  items: Notice[];
  onRead: (ids: string[] | null) => Promise<unknown>;
  onDone: () => void;
}

function List({ items, onRead, onDone }: ListProps) {
  const { t } = useTranslation(["shell", "notifications"]);
  const { t: say } = useTranslation("notifications");
  const format = useFormat();
  const navigate = useNavigate();
  if (items.length === 0) {
    return (
      <EmptyState icon={IconBell} title={t("bell.empty")}>
        {t("bell.emptyText")}
      </EmptyState>
    );
  }
  const open = (item: Notice) => {
    if (!item.read_at) void onRead([item.id]);
    void navigate({ href: noticeHref(item) });
    onDone();
  };
  return (
    <ul>
      {items.map((item) => (
        <li key={item.id}>
          <button
            type="button"
            onClick={() => open(item)}
            className="grid w-full cursor-pointer grid-cols-[0.5rem_1fr_auto] gap-x-2 px-4 py-2.5 text-left -outline-offset-2 hover:bg-hover"
          >
            <span className={`mt-[0.4375rem] size-1.5 rounded-full ${item.read_at ? "" : "bg-accent"}`} />
            <span className={item.read_at ? "text-ink-soft" : "font-medium"}>{noticeTitle(item, say)}</span>
            <span className="tabular text-ink-muted text-xs leading-5">{format.relative(item.created_at)}</span>
            <span className="col-span-2 col-start-2 line-clamp-2 text-ink-muted text-sm">
              {noticeSubject(item, say, format)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
