import { createFileRoute } from "@tanstack/react-router";
import { ClientPage } from "@/features/clients/client-page";

export const Route = createFileRoute("/_app/clients/$id")({ component: ClientPage });
