import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { adminOnly } from "@/app/admin-only";
import { sourceTabs } from "@/features/sources/source";
import { SourcesPage } from "@/features/sources/sources-page";
import { isNew, openId } from "@/shared/lib/search";

const tab = z.optional(z.catch(z.optional(z.enum(sourceTabs)), undefined));

export const Route = createFileRoute("/_app/sources")({
  validateSearch: z.object({ open: openId, tab, new: isNew }),
  beforeLoad: adminOnly,
  component: SourcesPage,
});
