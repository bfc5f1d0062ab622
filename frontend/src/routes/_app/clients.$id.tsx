import { createFileRoute } from "@tanstack/react-router";
import { ClientPage } from "@/features/clients/client-page";
import { oneOf, searchOf, texts } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/clients/$id")({
  validateSearch: searchOf({ channel: texts, tab: oneOf(["about", "related"]) }),
  component: ClientPage,
});
