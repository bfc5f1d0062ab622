import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { NotificationsPage } from "@/features/notifications/notifications-page";

const unread = z.optional(z.catch(z.optional(z.literal(true)), undefined));

export const Route = createFileRoute("/_app/notifications")({
  validateSearch: z.object({ unread }),
  component: NotificationsPage,
});
