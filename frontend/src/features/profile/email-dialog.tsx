import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { authClient } from "@/shared/api/auth";
import { authFailure } from "@/shared/api/auth-failure";
import { useMe } from "@/shared/api/me";
import { emailText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { FormError, FormField } from "@/shared/ui/form";
import { TextField } from "@/shared/ui/text-field";

const schema = z.object({ email: emailText() });
const formId = "email-change";

interface EmailDialogProps {
  onClose: () => void;
  onAsked: () => void;
}

/** Asks for another address. It becomes the address when both mailboxes have said yes. */
export function EmailDialog({ onClose, onAsked }: EmailDialogProps) {
  const { t } = useTranslation(["profile", "auth", "common"]);
  const { email: current } = useMe();
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { email: "" } });
  const submit = form.handleSubmit(async ({ email }) => {
    if (email === current) return form.setError("email", { message: t("email.same") });
    try {
      const emailRedirectTo = `${window.location.origin}/auth/confirm`;
      const { error } = await (await authClient()).updateUser({ email }, { emailRedirectTo });
      if (error) throw error;
      setSentTo(email);
      onAsked();
    } catch (error) {
      form.setError("email", { message: t(`auth:errors.${authFailure(error)}`) });
    }
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(sentTo ? "email.sentTitle" : "email.title")}
      footer={
        sentTo ? (
          <Button look="primary" onPress={onClose}>
            {t("common:done")}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{t("common:cancel")}</Button>
            <Button type="submit" form={formId} look="primary" isPending={form.formState.isSubmitting}>
              {t("email.submit")}
            </Button>
          </>
        )
      }
    >
      {sentTo ? (
        <p className="text-ink-soft">{t("email.sent", { current, next: sentTo })}</p>
      ) : (
        <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
          <p className="text-ink-soft text-sm">{t("email.lead", { current })}</p>
          <FormField control={form.control} name="email">
            {(field) => (
              <TextField
                {...field}
                type="email"
                inputMode="email"
                autoComplete="email"
                label={t("email.next")}
                autoFocus
              />
            )}
          </FormField>
          <FormError form={form} />
        </form>
      )}
    </Dialog>
  );
}
