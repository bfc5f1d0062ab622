import { createFileRoute } from "@tanstack/react-router";
import { NotificationsPage } from "@/features/notifications/notifications-page";
import { isNew, searchOf } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/notifications")({
  validateSearch: searchOf({ unread: isNew }),
  component: NotificationsPage,
});
