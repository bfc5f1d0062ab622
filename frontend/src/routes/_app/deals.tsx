import { createFileRoute } from "@tanstack/react-router";
import { DealsPage } from "@/features/deals/deals-page";
import { isNew, openId, searchOf, text } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/deals")({
  validateSearch: searchOf({ q: text, owner: text, source: text, open: openId, new: isNew }),
  component: DealsPage,
});
