import { createFileRoute } from "@tanstack/react-router";
import { MergesPage } from "@/features/merges/merges-page";

export const Route = createFileRoute("/_app/clients/duplicates")({
  component: MergesPage,
});
