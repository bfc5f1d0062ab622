import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { api } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { useFormat } from "@/shared/lib/use-format";
import { emailText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { DraftNotice, FormError, FormField } from "@/shared/ui/form";
import { TextField } from "@/shared/ui/text-field";
import { MemberFields, type MemberValues, memberShape, NameField } from "./member-fields";
import { refreshTeam, useInvitationSent } from "./use-team";

const schema = z.object({ ...memberShape, email: emailText() });

interface Invitation extends MemberValues {
  email: string;
}

const formId = "invite";

/** Hires somebody: a letter with a link goes out, the person sets a password and is in. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["team", "auth", "common"]);
  const format = useFormat();
  const { company } = useMe();
  const form = useForm<Invitation>({
    resolver: zodResolver(schema),
    defaultValues: {
      full_name: "",
      email: "",
      phone: "",
      role: "manager",
      hired_on: format.isoDay(Date.now()),
      locale: company?.locale ?? "ru",
    },
  });
  const draft = useDraft("team.invite", form);
  const sent = useInvitationSent();
  const invite = api.useMutation("post", "/api/v1/team/invitations", { onSettled: refreshTeam });
  const submit = form.handleSubmit((values) =>
    invite.mutate(
      { body: { ...values, phone: values.phone.trim() || null } },
      {
        onSuccess: () => {
          draft.clear();
          onClose();
          void sent(values.email);
        },
        onError: (error) => showApiError(form, error),
      },
    ),
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("invite.title")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button type="submit" form={formId} look="primary" isPending={invite.isPending}>
            {t("invite.submit")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <p className="text-ink-soft text-sm">{t("invite.lead")}</p>
        <DraftNotice draft={draft} />
        <NameField control={form.control} autoFocus />
        <FormField control={form.control} name="email">
          {(field) => (
            <TextField {...field} type="email" inputMode="email" autoComplete="off" label={t("auth:email")} />
          )}
        </FormField>
        <div className="grid gap-4 sm:grid-cols-2">
          <MemberFields control={form.control} />
        </div>
        <FormError form={form} />
      </form>
    </Dialog>
  );
}
