import { createFileRoute, redirect } from "@tanstack/react-router";
import { SetPasswordPage } from "@/features/auth/set-password-page";
import { currentSession } from "@/shared/api/auth";
import { searchOf, text } from "@/shared/lib/search";

export const Route = createFileRoute("/set-password")({
  validateSearch: searchOf({ next: text }),
  beforeLoad: async () => {
    const session = await currentSession();
    if (!session) throw redirect({ to: "/sign-in" });
    return { email: session.user.email ?? "" };
  },
  component: SetPasswordPage,
});
