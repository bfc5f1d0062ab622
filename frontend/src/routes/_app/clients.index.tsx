import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { ClientsPage } from "@/features/clients/clients-page";
import { isNew, openId, text } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/clients/")({
  validateSearch: z.object({ q: text, open: openId, new: isNew }),
  component: ClientsPage,
});
