import { zodResolver } from "@hookform/resolvers/zod";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { authClient } from "@/shared/api/auth";
import { authFailure } from "@/shared/api/auth-failure";
import { emailText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { EntryLayout } from "@/shared/ui/entry-layout";
import { FormError, FormField } from "@/shared/ui/form";
import { TextField } from "@/shared/ui/text-field";
import { useTypedEmail } from "./typed-email";

const request = z.object({ email: emailText() });

/** Asks for the letter; the answer never says whether the address is known. */
export function ForgotPasswordPage() {
  const { t } = useTranslation("auth");
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm({ resolver: zodResolver(request), defaultValues: { email: useTypedEmail() } });
  const typed = useWatch({ control: form.control, name: "email" });

  const submit = form.handleSubmit(async ({ email }) => {
    try {
      const redirectTo = `${window.location.origin}/auth/confirm`;
      const { error } = await (await authClient()).resetPasswordForEmail(email, { redirectTo });
      if (error) throw error;
      setSentTo(email);
    } catch (error) {
      form.setError("root", { message: t(`errors.${authFailure(error)}`) });
    }
  });

  return (
    <EntryLayout
      title={t(sentTo ? "forgot.sentTitle" : "forgot.title")}
      lead={sentTo ? t("forgot.sent", { email: sentTo }) : t("forgot.lead")}
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        {sentTo ? null : (
          <FormField control={form.control} name="email">
            {(field) => (
              <TextField
                {...field}
                type="email"
                inputMode="email"
                autoComplete="username"
                autoFocus
                label={t("email")}
              />
            )}
          </FormField>
        )}
        <FormError form={form} />
        <Button type="submit" look={sentTo ? "secondary" : "primary"} size="lg" isPending={form.formState.isSubmitting}>
          {t(sentTo ? "forgot.again" : "forgot.submit")}
        </Button>
        <Link
          to="/sign-in"
          state={{ email: typed }}
          className="justify-self-center rounded-sm font-medium text-accent-ink text-sm hover:underline"
        >
          {t("backToSignIn")}
        </Link>
      </form>
    </EntryLayout>
  );
}
