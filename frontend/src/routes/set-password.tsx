import { createFileRoute, redirect } from "@tanstack/react-router";
import * as z from "zod/mini";
import { SetPasswordPage } from "@/features/auth/set-password-page";
import { currentSession } from "@/shared/api/auth";

export const Route = createFileRoute("/set-password")({
  validateSearch: z.object({ next: z.optional(z.catch(z.string(), "/")) }),
  beforeLoad: async () => {
    const session = await currentSession();
    if (!session) throw redirect({ to: "/sign-in" });
    return { email: session.user.email ?? "" };
  },
  component: SetPasswordPage,
});
