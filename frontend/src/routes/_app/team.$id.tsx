import { createFileRoute } from "@tanstack/react-router";
import { adminOnly } from "@/app/admin-only";
import { MemberPage } from "@/features/team/member-page";

export const Route = createFileRoute("/_app/team/$id")({
  beforeLoad: adminOnly,
  component: MemberPage,
});
