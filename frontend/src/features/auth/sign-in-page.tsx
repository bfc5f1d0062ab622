import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EntryLayout } from "@/shared/ui/entry-layout";
import { localPath } from "./local-path";
import { SignInForm } from "./sign-in-form";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { t } = useTranslation("auth");
  const router = useRouter();
  const { next } = route.useSearch();
  return (
    <EntryLayout title={t("signIn.title")} lead={t("signIn.lead")}>
      <SignInForm onSignedIn={() => router.history.push(localPath(next))} />
    </EntryLayout>
  );
}
