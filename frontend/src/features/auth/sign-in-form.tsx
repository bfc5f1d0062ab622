import { Link } from "@tanstack/react-router";
import { type Resolver, useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { authClient } from "@/shared/api/auth";
import { authFailure } from "@/shared/api/auth-failure";
import { Button } from "@/shared/ui/button";
import { FormError, FormField } from "@/shared/ui/form";
import { PasswordField } from "@/shared/ui/password-field";
import { TextField } from "@/shared/ui/text-field";

interface Credentials {
  email: string;
  password: string;
}

const loadCheck = () => import("./credentials");

/** What the button needs, fetched while the person types: the page opens without it. */
const prepare = () => void Promise.all([loadCheck(), authClient()]).catch(() => undefined);

interface SignInFormProps {
  email?: string;
  onSignedIn: (userId: string) => void;
}

export function SignInForm({ email = "", onSignedIn }: SignInFormProps) {
  const { t } = useTranslation("auth");
  const check: Resolver<Credentials> = async (values, context, options) => {
    try {
      return await (await loadCheck()).checkCredentials(values, context, options);
    } catch {
      return { values: {}, errors: { password: { type: "network", message: t("errors.network") } } };
    }
  };
  const form = useForm({ resolver: check, defaultValues: { email, password: "" } });
  const typed = useWatch({ control: form.control, name: "email" });

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
    <form onSubmit={submit} onInput={prepare} noValidate className="grid gap-4">
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
          state={{ email: typed }}
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
