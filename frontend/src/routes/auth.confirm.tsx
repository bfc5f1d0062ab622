import { createFileRoute } from "@tanstack/react-router";
import { ConfirmPage } from "@/features/auth/confirm-page";
import { oneOf, text } from "@/shared/lib/search";

const type = oneOf(["recovery", "invite", "email_change", "signup"] as const);

export const Route = createFileRoute("/auth/confirm")({
  validateSearch: (search) => ({
    token_hash: text(search.token_hash) ?? "",
    type: type(search.type) ?? "recovery",
    next: text(search.next),
  }),
  component: ConfirmPage,
});
