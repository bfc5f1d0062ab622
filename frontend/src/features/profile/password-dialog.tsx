import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { authClient } from "@/shared/api/auth";
import { authFailure, needsMailedCode } from "@/shared/api/auth-failure";
import { invalidate } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { newPassword } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { FormError, FormField } from "@/shared/ui/form";
import { PasswordField } from "@/shared/ui/password-field";
import { TextField } from "@/shared/ui/text-field";
import { toast } from "@/shared/ui/toast";

const schema = z.object({ password: newPassword(), code: z.string() });
const formId = "password-change";

function usePasswordChange(onDone: () => void) {
  const { t } = useTranslation(["profile", "auth"]);
  const [asksCode, setAsksCode] = useState(false);
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { password: "", code: "" } });
  const submit = form.handleSubmit(async ({ password, code }) => {
    try {
      const auth = await authClient();
      const nonce = code.trim() || undefined;
      const { error } = await auth.updateUser({ password, ...(nonce ? { nonce } : {}) });
      if (!error) return onDone();
      if (!needsMailedCode(error)) throw error;
      const mailed = await auth.reauthenticate();
      if (mailed.error) throw mailed.error;
      setAsksCode(true);
    } catch (error) {
      const failure = authFailure(error);
      const field = failure === "wrong_code" ? "code" : failure.endsWith("password") ? "password" : "root";
      form.setError(field, { message: t(`auth:errors.${failure}`) });
    }
  });
  return { form, submit, asksCode };
}

/** A new password. A session older than a day has to show the code from a letter first. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["profile", "auth", "common"]);
  const { email } = useMe();
  const done = () => {
    onClose();
    toast(t("password.done"), { tone: "good", description: t("password.doneText") });
    void invalidate("/api/v1/me/sessions");
  };
  const { form, submit, asksCode } = usePasswordChange(done);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("password.title")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button type="submit" form={formId} look="primary" isPending={form.formState.isSubmitting}>
            {t("password.submit")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <p className="text-ink-soft text-sm">{t("password.lead")}</p>
        <FormField control={form.control} name="password">
          {(field) => (
            <PasswordField
              {...field}
              autoComplete="new-password"
              autoFocus
              label={t("auth:setPassword.password")}
              hint={t("auth:setPassword.hint")}
            />
          )}
        </FormField>
        {asksCode ? (
          <FormField control={form.control} name="code">
            {(field) => (
              <TextField
                {...field}
                autoFocus
                inputMode="numeric"
                autoComplete="one-time-code"
                label={t("password.code")}
                hint={t("password.codeHint", { email })}
              />
            )}
          </FormField>
        ) : null}
        <FormError form={form} />
      </form>
    </Dialog>
  );
}
