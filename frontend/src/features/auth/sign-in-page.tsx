import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EntryLayout } from "@/shared/ui/entry-layout";
import { localPath } from "./local-path";
import { SignInForm } from "./sign-in-form";
import { useTypedEmail } from "./typed-email";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { t } = useTranslation("auth");
  const router = useRouter();
  const { next } = route.useSearch();
  const email = useTypedEmail();
  return (
    <EntryLayout title={t("signIn.title")} lead={t("signIn.lead")}>
      <SignInForm email={email} onSignedIn={() => router.history.push(localPath(next))} />
    </EntryLayout>
  );
}
