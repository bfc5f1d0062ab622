import { createFileRoute } from "@tanstack/react-router";
import { MissingPage } from "@/app/missing-page";

export const Route = createFileRoute("/_app/$")({ component: MissingPage });
