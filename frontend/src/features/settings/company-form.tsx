import { zodResolver } from "@hookform/resolvers/zod";
import { type ReactNode, useState } from "react";
import { type Control, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { api, ifMatch, invalidate } from "@/shared/api/client";
import { isConflict } from "@/shared/api/errors";
import { ConflictNotice } from "@/shared/crm/conflict-notice";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { Button } from "@/shared/ui/button";
import { DraftNotice, FormError } from "@/shared/ui/form";
import { toast } from "@/shared/ui/toast";
import { type Company, companySchema, type Values } from "./company-fields";

const valuesOf = ({ version: _, ...values }: Company): Values => values;

interface CompanyFormProps {
  company: Company;
  /** Names the form's draft, which holds these fields alone: another tab may have saved the others since. */
  draftKey: string;
  fields: readonly (keyof Values)[];
  children: (control: Control<Values>) => ReactNode;
}

/** Some of the company's settings: every figure and every day boundary depend on them. */
export function CompanyForm({ company, draftKey, fields, children }: CompanyFormProps) {
  const { t } = useTranslation(["settings", "common"]);
  const [theirs, setTheirs] = useState<Company | null>(null);
  const form = useForm<Values>({
    resolver: zodResolver(companySchema),
    values: valuesOf(company),
    resetOptions: { keepDirtyValues: true },
  });
  const others = (Object.keys(valuesOf(company)) as (keyof Values)[]).filter((name) => !fields.includes(name));
  const draft = useDraft(draftKey, form, { omit: others });
  const save = api.useMutation("patch", "/api/v1/company", {
    onSettled: () => invalidate("/api/v1/company", "/api/v1/me", "/api/v1/dashboard"),
  });
  const show = (saved: Company) => {
    setTheirs(null);
    form.reset(valuesOf(saved), { keepDirtyValues: false });
    draft.clear();
  };
  const submit = form.handleSubmit((values) =>
    save.mutate(
      {
        params: { header: ifMatch((theirs ?? company).version) },
        body: Object.fromEntries(fields.map((name) => [name, values[name]])),
      },
      {
        onSuccess: (saved) => {
          show(saved);
          toast(t("common:saved"), { tone: "good" });
        },
        onError: (error) => (isConflict<Company>(error) ? setTheirs(error.current) : showApiError(form, error)),
      },
    ),
  );
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <DraftNotice draft={draft} />
      {children(form.control)}
      <FormError form={form} />
      {theirs ? (
        <Conflict theirs={theirs} mine={form.getValues()} fields={fields} onKeep={submit} onTake={() => show(theirs)} />
      ) : null}
      {form.formState.isDirty && !theirs ? (
        <div className="sticky bottom-0 flex justify-end gap-2 border-t bg-surface py-3">
          <Button onPress={() => show(company)}>{t("common:cancel")}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {t("common:save")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

interface ConflictProps {
  theirs: Company;
  mine: Values;
  fields: readonly (keyof Values)[];
  onKeep: () => void;
  onTake: () => void;
}

function Conflict({ theirs, mine, fields, onKeep, onTake }: ConflictProps) {
  const { t } = useTranslation("settings");
  const differences = fields
    .filter((name) => theirs[name] !== mine[name])
    .map((name) => ({ label: t(`company.${name}`), theirs: String(theirs[name]) }));
  return <ConflictNotice differences={differences} onKeepMine={onKeep} onTakeTheirs={onTake} />;
}
