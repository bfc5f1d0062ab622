import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { isConflict } from "@/shared/api/errors";
import { type Me, useMe } from "@/shared/api/me";
import { ConflictNotice } from "@/shared/crm/conflict-notice";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { formatPhone } from "@/shared/lib/phone";
import { requiredText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { DraftNotice, FormError, FormField } from "@/shared/ui/form";
import { PhoneField } from "@/shared/ui/phone-field";
import { TextField } from "@/shared/ui/text-field";
import { toast } from "@/shared/ui/toast";
import { useEditMe } from "./use-edit-me";

const schema = z.object({ full_name: requiredText(200), phone: z.string().check(z.maxLength(40)) });

const valuesOf = ({ full_name, phone }: Me) => ({ full_name, phone: phone ? formatPhone(phone) : "" });

/** Name and phone. Two tabs of the same person do not overwrite each other. */
export function ProfileForm() {
  const { t } = useTranslation(["profile", "crm", "common"]);
  const me = useMe();
  const { edit, isPending } = useEditMe();
  const [theirs, setTheirs] = useState<Me | null>(null);
  const form = useForm({
    resolver: zodResolver(schema),
    values: valuesOf(me),
    resetOptions: { keepDirtyValues: true },
  });
  const draft = useDraft("profile", form);
  const show = (saved: Me) => {
    setTheirs(null);
    form.reset(valuesOf(saved), { keepDirtyValues: false });
    draft.clear();
  };
  const submit = form.handleSubmit(async ({ full_name, phone }) => {
    try {
      show(await edit({ full_name, phone: phone.trim() || null }));
      toast(t("common:saved"), { tone: "good" });
    } catch (error) {
      if (isConflict<Me>(error)) setTheirs(error.current);
      else showApiError(form, error);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <DraftNotice draft={draft} />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField control={form.control} name="full_name">
          {(field) => <TextField {...field} label={t("name")} autoComplete="name" />}
        </FormField>
        <FormField control={form.control} name="phone">
          {(field) => (
            <PhoneField
              {...field}
              label={t("crm:contact.phone")}
              region={me.company?.phone_region ?? "UA"}
              autoComplete="tel"
            />
          )}
        </FormField>
      </div>
      <FormError form={form} />
      {theirs ? (
        <ConflictNotice
          differences={[
            { label: t("name"), theirs: theirs.full_name },
            { label: t("crm:contact.phone"), theirs: theirs.phone ? formatPhone(theirs.phone) : "" },
          ]}
          onKeepMine={submit}
          onTakeTheirs={() => show(theirs)}
        />
      ) : null}
      {form.formState.isDirty && !theirs ? (
        <div className="flex justify-end gap-2">
          <Button onPress={() => show(me)}>{t("common:cancel")}</Button>
          <Button type="submit" look="primary" isPending={isPending}>
            {t("common:save")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
