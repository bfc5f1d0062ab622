import { IconBell, IconChecks } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, client, invalidate, keyset } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { Segmented } from "@/shared/ui/segmented";
import { SkeletonText } from "@/shared/ui/skeleton";
import { toastError } from "@/shared/ui/toast";
import { byDay } from "./by-day";
import { NoticeRow } from "./notice-row";

const route = getRouteApi("/_app/notifications");
const path = "/api/v1/notifications";

async function markRead(ids: string[] | null) {
  try {
    await client.POST("/api/v1/notifications/read", { body: { ids } });
    await invalidate(path, "/api/v1/me");
  } catch (error) {
    toastError(error);
  }
}

/** Everything that happened to one's leads, clients and tasks; new lines appear by themselves. */
export function NotificationsPage() {
  const { t } = useTranslation("notifications");
  const { unread } = route.useSearch();
  const navigate = route.useNavigate();
  const count = useMe().unread_notifications;
  const views = [
    { id: "all" as const, label: t("view.all") },
    { id: "unread" as const, label: t("view.unread") },
  ];
  return (
    <Page
      title={t("title")}
      count={count ? t("unreadCount", { count }) : undefined}
      filters={
        <Segmented
          label={t("view.label")}
          options={views}
          value={unread ? "unread" : "all"}
          onChange={(next) => void navigate({ search: next === "unread" ? { unread: true } : {}, replace: true })}
        />
      }
      actions={
        count ? (
          <Button onPress={() => void markRead(null)} aria-label={t("markAllRead")}>
            <IconChecks size={16} stroke={1.75} aria-hidden="true" />
            <span className="max-sm:hidden">{t("markAllRead")}</span>
          </Button>
        ) : null
      }
    >
      <Notices isUnreadOnly={unread === true} />
    </Page>
  );
}

function Notices({ isUnreadOnly }: { isUnreadOnly: boolean }) {
  const { t } = useTranslation(["notifications", "common"]);
  const format = useFormat();
  const list = api.useInfiniteQuery(
    "get",
    path,
    { params: { query: { unread: isUnreadOnly, limit: 50 } } },
    { ...keyset, placeholderData: keepPreviousData },
  );
  if (list.isPending) {
    return (
      <div className="mx-auto max-w-3xl">
        <SkeletonText lines={8} />
      </div>
    );
  }
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const rows = list.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    const state = isUnreadOnly ? "allRead" : "empty";
    return (
      <EmptyState icon={IconBell} title={t(`${state}.title`)}>
        {t(`${state}.text`)}
      </EmptyState>
    );
  }
  return (
    <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">
      {byDay(rows, format.isoDay).map(({ day, rows: notices }) => (
        <section key={day} aria-label={dayName(day)}>
          <h2 className="border-b pb-2 font-semibold text-ink-soft text-sm first-letter:uppercase">{dayName(day)}</h2>
          <ul>
            {notices.map((notice) => (
              <NoticeRow key={notice.id} notice={notice} onRead={(id) => void markRead([id])} />
            ))}
          </ul>
        </section>
      ))}
      {list.hasNextPage ? (
        <Button
          onPress={() => void list.fetchNextPage()}
          isPending={list.isFetchingNextPage}
          className="justify-self-center"
        >
          {t("common:showMore")}
        </Button>
      ) : null}
    </div>
  );

  function dayName(day: string) {
    if (day === format.isoDay(Date.now())) return t("today");
    return format.longDate(`${day}T12:00:00Z`);
  }
}
