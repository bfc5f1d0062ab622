import { createFileRoute } from "@tanstack/react-router";
import { adminOnly } from "@/app/admin-only";
import { TeamPage } from "@/features/team/team-page";
import { isNew, searchOf, text } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/team/")({
  validateSearch: searchOf({ q: text, new: isNew }),
  beforeLoad: adminOnly,
  component: TeamPage,
});
