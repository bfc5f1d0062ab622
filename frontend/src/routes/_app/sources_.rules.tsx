import { createFileRoute } from "@tanstack/react-router";
import { adminOnly } from "@/app/admin-only";
import { SourceRulesPage } from "@/features/source-rules/source-rules-page";

export const Route = createFileRoute("/_app/sources_/rules")({
  beforeLoad: adminOnly,
  component: SourceRulesPage,
});
