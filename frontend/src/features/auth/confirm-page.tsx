import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { authClient } from "@/shared/api/auth";
import { type AuthFailure, authFailure } from "@/shared/api/auth-failure";
import { Button, ButtonLink } from "@/shared/ui/button";
import { EntryLayout } from "@/shared/ui/entry-layout";
import { FormAlert } from "@/shared/ui/form";
import { localPath } from "./local-path";

const route = getRouteApi("/auth/confirm");

/**
 * Where a mail link leads. The token is redeemed by a press only: mail scanners open every link they see, and a
 * link that worked by itself would be used up before the person reads the letter.
 */
export function ConfirmPage() {
  const { t } = useTranslation("auth");
  const { token_hash, type, next } = route.useSearch();
  const navigate = useNavigate();
  const [isPending, setPending] = useState(false);
  const [isHalf, setHalf] = useState(false);
  const [failure, setFailure] = useState<AuthFailure | null>(token_hash ? null : "link");

  const confirm = async () => {
    setPending(true);
    try {
      const { data, error } = await (await authClient()).verifyOtp({ token_hash, type });
      if (error) throw error;
      const needsPassword = type === "recovery" || type === "invite";
      if (needsPassword) await navigate({ to: "/set-password", search: { next }, replace: true });
      // A change of address is confirmed at both mailboxes; the first one brings no session.
      else if (!data.session) setHalf(true);
      else await navigate({ href: localPath(next), replace: true });
    } catch (error) {
      setFailure(authFailure(error));
    }
    setPending(false);
  };

  return (
    <EntryLayout title={t(`confirm.${type}.title`)} lead={isHalf ? t("confirm.half") : t(`confirm.${type}.lead`)}>
      <FormAlert>{failure ? t(`errors.${failure}`) : null}</FormAlert>
      {failure === "link" ? (
        type === "recovery" ? (
          <ButtonLink to="/forgot-password" look="primary" size="lg">
            {t("confirm.newLink")}
          </ButtonLink>
        ) : null
      ) : isHalf ? null : (
        <Button look="primary" size="lg" onPress={confirm} isPending={isPending} autoFocus>
          {t(type === "invite" ? "confirm.invite.submit" : "confirm.submit")}
        </Button>
      )}
      <Link
        to="/sign-in"
        className="justify-self-center rounded-sm font-medium text-accent-ink text-sm hover:underline"
      >
        {t("backToSignIn")}
      </Link>
    </EntryLayout>
  );
}
