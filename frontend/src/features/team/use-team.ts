import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, invalidate, send } from "@/shared/api/client";
import { toast, toastError } from "@/shared/ui/toast";
import type { Member } from "./member";

/** What shows people or their work. */
export const refreshTeam = () =>
  invalidate("/api/v1/team", "/api/v1/clients", "/api/v1/deals", "/api/v1/tasks", "/api/v1/dashboard");

/** Without a mail server letters wait in the outbox: true when there is one and it holds a letter to this address. */
async function isKeptHere(email: string): Promise<boolean> {
  try {
    const { items } = (await (await send("/local/v1/outbox?limit=5")).json()) as { items: { to: string }[] };
    return items.some(({ to }) => to === email);
  } catch {
    return false;
  }
}

/** Says that the invitation is under way, and where to find it while mail is not set up. */
export function useInvitationSent() {
  const { t } = useTranslation("team");
  const navigate = useNavigate();
  return async (email: string) => {
    const action = (await isKeptHere(email))
      ? { label: t("invite.show"), run: () => void navigate({ to: "/outbox" }) }
      : undefined;
    toast(t("invite.sent", { email }), { tone: "good", action, timeout: action ? 12_000 : undefined });
  };
}

/** Sending an invitation again and giving access back: done at once, told by a toast. */
export function useMemberActions(member: Pick<Member, "id" | "email" | "full_name">) {
  const { t } = useTranslation("team");
  const sent = useInvitationSent();
  const path = { params: { path: { id: member.id } } };
  const resend = api.useMutation("post", "/api/v1/team/{id}/resend", {
    onSuccess: () => sent(member.email),
    onError: toastError,
  });
  const reactivate = api.useMutation("post", "/api/v1/team/{id}/reactivate", {
    onSuccess: () => toast(t("reactivated", { name: member.full_name }), { tone: "good" }),
    onError: toastError,
    onSettled: refreshTeam,
  });
  return {
    resend: () => resend.mutate(path),
    reactivate: () => reactivate.mutate(path),
    isPending: resend.isPending || reactivate.isPending,
  };
}
