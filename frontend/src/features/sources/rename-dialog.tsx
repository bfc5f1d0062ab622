import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { client } from "@/shared/api/client";
import { isConflict } from "@/shared/api/errors";
import { showApiError } from "@/shared/lib/form";
import { requiredText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { FormError, FormField } from "@/shared/ui/form";
import { TextField } from "@/shared/ui/text-field";
import type { Source } from "./source";
import { refreshSources, useChangeSource } from "./use-source";

const schema = z.object({ name: requiredText(120) });
const formId = "source-name";

interface NameDialogProps {
  title: string;
  action: string;
  name: string;
  onSave: (name: string) => Promise<unknown>;
  onClose: () => void;
}

function NameDialog({ title, action, name, onSave, onClose }: NameDialogProps) {
  const { t } = useTranslation(["sources", "common"]);
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name } });
  const submit = form.handleSubmit(async (values) => {
    try {
      await onSave(values.name);
      onClose();
    } catch (error) {
      // The name is still in the field; the list behind shows what somebody else has saved.
      if (isConflict<Source>(error))
        form.setError("name", { message: t("rename.taken", { name: error.current.name }) });
      else showApiError(form, error);
    }
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      size="sm"
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button type="submit" form={formId} look="primary" isPending={form.formState.isSubmitting}>
            {action}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <FormField control={form.control} name="name">
          {(field) => <TextField {...field} label={t("name")} autoFocus />}
        </FormField>
        <FormError form={form} />
      </form>
    </Dialog>
  );
}

/** Another name for a source; what came from it carries the new one. */
export function RenameDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useTranslation(["sources", "common"]);
  const { change } = useChangeSource(source);
  return (
    <NameDialog
      title={t("rename.title")}
      action={t("common:save")}
      name={source.name}
      onSave={(name) => change({ name })}
      onClose={onClose}
    />
  );
}

/** A source that people name by hand: an exhibition, a friend's word. */
export function NewNameDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["sources", "common"]);
  const add = async (name: string) => {
    await client.POST("/api/v1/lead-sources", { body: { channel: "manual", name, assignment_rule: "by_hand" } });
    await refreshSources();
  };
  return <NameDialog title={t("names.new")} action={t("common:add")} name="" onSave={add} onClose={onClose} />;
}
