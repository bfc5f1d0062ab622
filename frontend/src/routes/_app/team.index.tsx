import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { adminOnly } from "@/app/admin-only";
import { TeamPage } from "@/features/team/team-page";
import { isNew, text } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/team/")({
  validateSearch: z.object({ q: text, new: isNew }),
  beforeLoad: adminOnly,
  component: TeamPage,
});
