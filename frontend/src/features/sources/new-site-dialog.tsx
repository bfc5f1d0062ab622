import { zodResolver } from "@hookform/resolvers/zod";
import { useNavigate } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { api } from "@/shared/api/client";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { requiredText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { DraftNotice, FormError, FormField } from "@/shared/ui/form";
import { TextArea } from "@/shared/ui/text-area";
import { TextField } from "@/shared/ui/text-field";
import { linesOf } from "./source";
import { refreshSources } from "./use-source";

const schema = z.object({ name: requiredText(120), origins: z.string() });
const formId = "new-site";

/** One more site: gets its key at once, and its sheet opens with what to put on the page. */
export function NewSiteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["sources", "common"]);
  const navigate = useNavigate({ from: "/sources" });
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name: "", origins: "" } });
  const draft = useDraft("sources.site", form);
  const add = api.useMutation("post", "/api/v1/lead-sources", { onSettled: refreshSources });
  const submit = form.handleSubmit(({ name, origins }) =>
    add.mutate(
      { body: { channel: "site", name, origins: linesOf(origins), assignment_rule: "round_robin" } },
      {
        onSuccess: ({ id }) => {
          draft.clear();
          void navigate({ search: { open: id } });
        },
        onError: (error) => showApiError(form, error),
      },
    ),
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("new.title")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button type="submit" form={formId} look="primary" isPending={add.isPending}>
            {t("common:add")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <DraftNotice draft={draft} />
        <FormField control={form.control} name="name">
          {(field) => <TextField {...field} label={t("name")} placeholder={t("new.placeholder")} autoFocus />}
        </FormField>
        <FormField control={form.control} name="origins">
          {(field) => (
            <TextArea
              {...field}
              label={t("origins.label")}
              hint={t("origins.hint")}
              placeholder="https://example.com"
              rows={3}
            />
          )}
        </FormField>
        <FormError form={form} />
      </form>
    </Dialog>
  );
}
