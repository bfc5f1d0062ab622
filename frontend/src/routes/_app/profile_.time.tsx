import { createFileRoute } from "@tanstack/react-router";
import { TimePage } from "@/features/profile/time-page";
import { timeSearch } from "@/shared/worktime/search";

export const Route = createFileRoute("/_app/profile_/time")({ validateSearch: timeSearch, component: TimePage });
