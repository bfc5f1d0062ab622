import { zodResolver } from "@hookform/resolvers/zod";
import { Link } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { authClient } from "@/shared/api/auth";
import { authFailure } from "@/shared/api/auth-failure";
import { emailText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { FormError, FormField } from "@/shared/ui/form";
import { PasswordField } from "@/shared/ui/password-field";
import { TextField } from "@/shared/ui/text-field";

const credentials = z.object({ email: emailText(), password: z.string().check(z.minLength(1)) });

interface SignInFormProps {
  email?: string;
  onSignedIn: (userId: string) => void;
}

export function SignInForm({ email = "", onSignedIn }: SignInFormProps) {
  const { t } = useTranslation("auth");
  const form = useForm({ resolver: zodResolver(credentials), defaultValues: { email, password: "" } });

  const submit = form.handleSubmit(async (values) => {
    try {
      const { data, error } = await (await authClient()).signInWithPassword(values);
      if (error) throw error;
      onSignedIn(data.user.id);
    } catch (error) {
      form.setError("root", { message: t(`errors.${authFailure(error)}`) });
      form.setFocus("password", { shouldSelect: true });
    }
  });

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormField control={form.control} name="email">
        {(field) => (
          <TextField
            {...field}
            type="email"
            inputMode="email"
            autoComplete="username"
            label={t("email")}
            autoFocus={!email}
          />
        )}
      </FormField>
      <div className="grid gap-1.5">
        <FormField control={form.control} name="password">
          {(field) => (
            <PasswordField
              {...field}
              autoComplete="current-password"
              label={t("password")}
              autoFocus={Boolean(email)}
            />
          )}
        </FormField>
        <Link
          to="/forgot-password"
          className="justify-self-end rounded-sm pointer-coarse:py-2 font-medium text-accent-ink text-sm hover:underline"
        >
          {t("signIn.forgot")}
        </Link>
      </div>
      <FormError form={form} />
      <Button type="submit" look="primary" size="lg" isPending={form.formState.isSubmitting}>
        {t("signIn.submit")}
      </Button>
    </form>
  );
}
