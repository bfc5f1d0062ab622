import { createFileRoute } from "@tanstack/react-router";
import { ClientsPage } from "@/features/clients/clients-page";
import { clientsSearch } from "@/features/clients/filters";

export const Route = createFileRoute("/_app/clients/")({
  validateSearch: clientsSearch,
  component: ClientsPage,
});
