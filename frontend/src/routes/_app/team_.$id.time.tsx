import { createFileRoute } from "@tanstack/react-router";
import { adminOnly } from "@/app/admin-only";
import { MemberTimePage } from "@/features/team/member-time-page";
import { timeSearch } from "@/shared/worktime/search";

export const Route = createFileRoute("/_app/team_/$id/time")({
  validateSearch: timeSearch,
  beforeLoad: adminOnly,
  component: MemberTimePage,
});
