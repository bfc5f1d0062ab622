import { zodResolver } from "@hookform/resolvers/zod";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { authClient } from "@/shared/api/auth";
import { authFailure } from "@/shared/api/auth-failure";
import { newPassword } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { EntryLayout } from "@/shared/ui/entry-layout";
import { FormError, FormField } from "@/shared/ui/form";
import { PasswordField } from "@/shared/ui/password-field";
import { localPath } from "./local-path";

const choice = z.object({ password: newPassword() });
const route = getRouteApi("/set-password");

/** After a reset or an invitation: the session is there, the password is not. */
export function SetPasswordPage() {
  const { t } = useTranslation("auth");
  const router = useRouter();
  const { next } = route.useSearch();
  const { email } = route.useRouteContext();
  const form = useForm({ resolver: zodResolver(choice), defaultValues: { password: "" } });

  const submit = form.handleSubmit(async ({ password }) => {
    try {
      const { error } = await (await authClient()).updateUser({ password });
      if (error) throw error;
      router.history.push(localPath(next));
    } catch (error) {
      form.setError("root", { message: t(`errors.${authFailure(error)}`) });
    }
  });

  return (
    <EntryLayout title={t("setPassword.title")} lead={t("setPassword.lead", { email })}>
      <form onSubmit={submit} noValidate className="grid gap-4">
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <FormField control={form.control} name="password">
          {(field) => (
            <PasswordField
              {...field}
              autoComplete="new-password"
              autoFocus
              label={t("setPassword.password")}
              hint={t("setPassword.hint")}
            />
          )}
        </FormField>
        <FormError form={form} />
        <Button type="submit" look="primary" size="lg" isPending={form.formState.isSubmitting}>
          {t("setPassword.submit")}
        </Button>
      </form>
    </EntryLayout>
  );
}
