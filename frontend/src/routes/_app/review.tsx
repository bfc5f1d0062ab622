import { createFileRoute } from "@tanstack/react-router";
import { adminOnly } from "@/app/admin-only";
import { ReviewPage } from "@/features/review/review-page";
import { reviewTabs } from "@/features/review/tabs";
import { oneOf, searchOf } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/review")({
  validateSearch: searchOf({ tab: oneOf(reviewTabs) }),
  beforeLoad: adminOnly,
  component: ReviewPage,
});
