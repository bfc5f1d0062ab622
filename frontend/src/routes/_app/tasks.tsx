import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { TasksPage } from "@/features/tasks/tasks-page";
import { isNew, openId, text, texts } from "@/shared/lib/search";

const view = z.optional(z.catch(z.optional(z.literal("done")), undefined));

export const Route = createFileRoute("/_app/tasks")({
  validateSearch: z.object({ q: text, owner: texts, view, open: openId, new: isNew }),
  component: TasksPage,
});
