import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { ClientPage } from "@/features/clients/client-page";
import { texts } from "@/shared/lib/search";

const tab = z.optional(z.catch(z.optional(z.enum(["about", "related"])), undefined));

export const Route = createFileRoute("/_app/clients/$id")({
  validateSearch: z.object({ channel: texts, tab }),
  component: ClientPage,
});
