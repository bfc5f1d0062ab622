import { createFileRoute } from "@tanstack/react-router";
import { adminOnly } from "@/app/admin-only";
import { OutboxPage } from "@/features/outbox/outbox-page";

export const Route = createFileRoute("/_app/outbox")({
  beforeLoad: adminOnly,
  component: OutboxPage,
});
