import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { TasksPage } from "@/features/tasks/tasks-page";
import { isNew, openId, text } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/tasks")({
  validateSearch: z.object({ q: text, open: openId, new: isNew }),
  component: TasksPage,
});
