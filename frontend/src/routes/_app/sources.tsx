import { createFileRoute } from "@tanstack/react-router";
import { adminOnly } from "@/app/admin-only";
import { sourceTabs } from "@/features/sources/source";
import { SourcesPage } from "@/features/sources/sources-page";
import { isNew, oneOf, openId, searchOf } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/sources")({
  validateSearch: searchOf({ open: openId, tab: oneOf(sourceTabs), new: isNew }),
  beforeLoad: adminOnly,
  component: SourcesPage,
});
