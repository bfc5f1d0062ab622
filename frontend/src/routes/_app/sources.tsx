import { createFileRoute } from "@tanstack/react-router";
import { adminOnly } from "@/app/admin-only";
import { refusalOf, sourceTabs } from "@/features/sources/search";
import { SourcesPage } from "@/features/sources/sources-page";
import { isNew, oneOf, openId, searchOf } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/sources")({
  validateSearch: searchOf({
    open: openId,
    tab: oneOf(sourceTabs),
    new: isNew,
    // What the API sends the admin back with from the vendor.
    source: openId,
    connected: (value) => (value === 1 ? (1 as const) : undefined),
    refused: refusalOf,
  }),
  beforeLoad: adminOnly,
  component: SourcesPage,
});
