import { createFileRoute } from "@tanstack/react-router";
import { ImportPage } from "@/features/import/import-page";
import { searchOf, uuid } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/import")({
  validateSearch: searchOf({ id: uuid }),
  component: ImportPage,
});
