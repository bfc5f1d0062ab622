import { IconBell } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Dialog, DialogTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api, client, invalidate, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Counter } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { ListPopover } from "@/shared/ui/list-box";
import { SkeletonText } from "@/shared/ui/skeleton";

const path = "/api/v1/notifications";
const shown = { params: { query: { limit: 12 } } };

/** Marks some notifications read, or all of them when no ids are given. */
async function markRead(ids: string[] | null) {
  await client.POST("/api/v1/notifications/read", { body: { ids } });
  await invalidate(path);
}

/** The bell with the number of unread notifications; live updates keep both current. */
export function NotificationsBell() {
  const { t } = useTranslation("shell");
  const [isOpen, setOpen] = useState(false);
  const query = api.useQuery("get", path, shown);
  const unread = query.data?.unread ?? 0;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button look="ghost" size="icon" aria-label={unread ? t("bell.unread", { count: unread }) : t("bell.label")}>
        <IconBell size={17} stroke={1.75} aria-hidden="true" />
        <span className="absolute top-0 right-0">
          <Counter count={unread} />
        </span>
      </Button>
      <ListPopover placement="bottom start" className="w-96 max-w-[calc(100vw-1rem)] p-0">
        <Dialog aria-label={t("bell.label")} className="outline-none">
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
              <List items={query.data.items} onDone={() => setOpen(false)} />
            )}
          </div>
          <Link
            to="/notifications"
            onClick={() => setOpen(false)}
            className="block border-t px-4 py-2.5 text-center font-medium text-accent-ink text-sm -outline-offset-2 hover:bg-hover"
          >
            {t("bell.all")}
          </Link>
        </Dialog>
      </ListPopover>
    </DialogTrigger>
  );
}

function List({ items, onDone }: { items: Schemas["Notification"][]; onDone: () => void }) {
  const { t } = useTranslation("shell");
  const format = useFormat();
  const navigate = useNavigate();
  if (items.length === 0) {
    return (
      <EmptyState icon={IconBell} title={t("bell.empty")}>
        {t("bell.emptyText")}
      </EmptyState>
    );
  }
  const open = (item: Schemas["Notification"]) => {
    if (!item.read_at) void markRead([item.id]);
    if (item.href) void navigate({ href: item.href });
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
            <span className={`mt-1.5 size-1.5 rounded-full ${item.read_at ? "" : "bg-accent"}`} />
            <span className={item.read_at ? "text-ink-soft" : "font-medium"}>{item.title}</span>
            <span className="tabular text-ink-muted text-xs">{format.relative(item.created_at)}</span>
            {item.body ? <span className="col-start-2 line-clamp-2 text-ink-muted text-sm">{item.body}</span> : null}
          </button>
        </li>
      ))}
    </ul>
  );
}
