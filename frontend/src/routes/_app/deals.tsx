import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { DealsPage } from "@/features/deals/deals-page";
import { isNew, openId, text } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/deals")({
  validateSearch: z.object({ q: text, owner: text, source: text, open: openId, new: isNew }),
  component: DealsPage,
});
