import { IconBell } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { DialogTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type Notice, noticeHref, noticeSubject, noticeTitle } from "@/features/notifications/notice";
import { useFormat } from "@/shared/lib/use-format";
import { Counter } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { ListPopover } from "@/shared/ui/list-popover";
import { SkeletonText } from "@/shared/ui/skeleton";
import { useBell } from "./use-bell";

/** The bell with the number of unread notifications; live updates keep both current. */
export function NotificationsBell() {
  const { t } = useTranslation("shell");
  const [isOpen, setOpen] = useState(false);
  const { query, unread, markRead } = useBell(isOpen);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button look="ghost" size="icon" aria-label={unread ? t("bell.unread", { count: unread }) : t("bell.label")}>
        <span className="relative">
          <IconBell size={17} stroke={1.75} aria-hidden="true" />
          <span className="absolute -top-2 left-2">
            <Counter count={unread} />
          </span>
        </span>
      </Button>
      <ListPopover placement="bottom start" className="w-96 max-w-[calc(100vw-1rem)] overflow-clip">
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
            <List items={query.data.items} onRead={markRead} onDone={() => setOpen(false)} />
          )}
        </div>
        <Link
          to="/notifications"
          onClick={() => setOpen(false)}
          className="block border-t px-4 py-2.5 text-center font-medium text-accent-ink text-sm -outline-offset-2 hover:bg-hover"
        >
          {t("bell.all")}
        </Link>
      </ListPopover>
    </DialogTrigger>
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
