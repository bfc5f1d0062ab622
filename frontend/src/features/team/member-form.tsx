import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { api, ifMatch, type Schemas } from "@/shared/api/client";
import { isConflict } from "@/shared/api/errors";
import { ConflictNotice } from "@/shared/crm/conflict-notice";
import { languages } from "@/shared/i18n";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { formatPhone } from "@/shared/lib/phone";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { DraftNotice, FormError } from "@/shared/ui/form";
import { toast } from "@/shared/ui/toast";
import type { Member } from "./member";
import { MemberFields, type MemberValues, memberShape, NameField } from "./member-fields";
import { refreshTeam } from "./use-team";

// A refused edit carries the profile's row: the same fields, without the figures.
type Saved = Pick<Schemas["Member"], "full_name" | "phone" | "role" | "hired_on" | "locale" | "version">;

const valuesOf = (member: Saved): MemberValues => ({
  full_name: member.full_name,
  phone: member.phone ? formatPhone(member.phone) : "",
  role: member.role,
  hired_on: member.hired_on,
  locale: member.locale,
});

/** Facts about a colleague. The second of two admins sees what the first one saved. */
export function MemberForm({ member }: { member: Member }) {
  const { t } = useTranslation(["team", "common"]);
  const [theirs, setTheirs] = useState<Saved | null>(null);
  const form = useForm<MemberValues>({
    resolver: zodResolver(z.object(memberShape)),
    values: valuesOf(member),
    resetOptions: { keepDirtyValues: true },
  });
  const draft = useDraft(`team.${member.id}`, form);
  const save = api.useMutation("patch", "/api/v1/team/{id}", { onSettled: refreshTeam });
  const show = (saved: Saved) => {
    setTheirs(null);
    form.reset(valuesOf(saved), { keepDirtyValues: false });
    draft.clear();
  };
  const submit = form.handleSubmit((values) =>
    save.mutate(
      {
        params: { path: { id: member.id }, header: ifMatch((theirs ?? member).version) },
        body: { ...values, phone: values.phone.trim() || null },
      },
      {
        onSuccess: (saved) => {
          show(saved);
          toast(t("common:saved"), { tone: "good" });
        },
        onError: (error) => (isConflict<Saved>(error) ? setTheirs(error.current) : showApiError(form, error)),
      },
    ),
  );
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <DraftNotice draft={draft} />
      <NameField control={form.control} />
      <div className="grid gap-4 sm:grid-cols-2">
        <MemberFields control={form.control} />
      </div>
      <FormError form={form} />
      {theirs ? <Conflict theirs={theirs} onKeep={submit} onTake={() => show(theirs)} /> : null}
      {form.formState.isDirty && !theirs ? (
        <div className="flex justify-end gap-2">
          <Button onPress={() => show(member)}>{t("common:cancel")}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {t("common:save")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

function Conflict({ theirs, onKeep, onTake }: { theirs: Saved; onKeep: () => void; onTake: () => void }) {
  const { t } = useTranslation(["team", "crm"]);
  const format = useFormat();
  const differences = [
    { label: t("field.name"), theirs: theirs.full_name },
    { label: t("crm:contact.phone"), theirs: theirs.phone ? formatPhone(theirs.phone) : "" },
    { label: t("field.role"), theirs: t(`role.${theirs.role}`) },
    { label: t("field.hiredOn"), theirs: theirs.hired_on ? format.calendarDay(theirs.hired_on) : "" },
    { label: t("field.locale"), theirs: languages[theirs.locale] },
  ];
  return <ConflictNotice differences={differences} onKeepMine={onKeep} onTakeTheirs={onTake} />;
}
