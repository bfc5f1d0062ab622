import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { ConfirmPage } from "@/features/auth/confirm-page";

const type = z.enum(["recovery", "invite", "email_change", "signup"]);

export const Route = createFileRoute("/auth/confirm")({
  validateSearch: z.object({
    token_hash: z.catch(z.coerce.string(), ""),
    type: z.catch(type, "recovery"),
    next: z.optional(z.catch(z.string(), "/")),
  }),
  component: ConfirmPage,
});
