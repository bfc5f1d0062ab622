import { createFileRoute } from "@tanstack/react-router";
import { InboxPage } from "@/features/clients/inbox-page";
import { oneOf, searchOf, texts, uuid } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/inbox")({
  validateSearch: searchOf({ view: oneOf(["all"]), channel: texts, owner: uuid, client: uuid }),
  component: InboxPage,
});
