import { createFileRoute, redirect } from "@tanstack/react-router";
import * as z from "zod/mini";
import { SignInPage } from "@/features/auth/sign-in-page";
import { currentSession } from "@/shared/api/auth";

export const Route = createFileRoute("/sign-in")({
  validateSearch: z.object({ next: z.optional(z.catch(z.string(), "/")) }),
  beforeLoad: async () => {
    if (await currentSession()) throw redirect({ to: "/" });
  },
  component: SignInPage,
});
