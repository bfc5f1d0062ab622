import { createFileRoute } from "@tanstack/react-router";
import { TasksPage } from "@/features/tasks/tasks-page";
import { isNew, oneOf, openId, searchOf, text, texts } from "@/shared/lib/search";

const view = oneOf(["done"]);

export const Route = createFileRoute("/_app/tasks")({
  validateSearch: searchOf({ q: text, owner: texts, view, open: openId, new: isNew }),
  component: TasksPage,
});
