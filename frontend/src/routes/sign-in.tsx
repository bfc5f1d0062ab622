import { createFileRoute, redirect } from "@tanstack/react-router";
import { SignInPage } from "@/features/auth/sign-in-page";
import { currentSession } from "@/shared/api/auth";
import { searchOf, text } from "@/shared/lib/search";

export const Route = createFileRoute("/sign-in")({
  validateSearch: searchOf({ next: text }),
  beforeLoad: async () => {
    if (await currentSession()) throw redirect({ to: "/" });
  },
  component: SignInPage,
});
