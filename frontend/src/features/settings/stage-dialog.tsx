import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { api, ifMatch } from "@/shared/api/client";
import { isConflict } from "@/shared/api/errors";
import { ConflictNotice } from "@/shared/crm/conflict-notice";
import { stageColor, useStageName } from "@/shared/crm/stage";
import { showApiError } from "@/shared/lib/form";
import { requiredText } from "@/shared/lib/validation";
import { Dot } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { FormError, FormField } from "@/shared/ui/form";
import { NumberField } from "@/shared/ui/number-field";
import { RadioGroup } from "@/shared/ui/radio-group";
import { Select } from "@/shared/ui/select";
import { TextField } from "@/shared/ui/text-field";
import type { Stage } from "./stage-order";
import { refreshStages } from "./use-stages";

const colors = ["new", "in_progress", "proposal", "won", "lost", "teal", "rose", "olive"] as const;
const outcomes = ["open", "won", "lost"] as const;
const formId = "stage";

const schema = z.object({
  name: requiredText(60),
  color: z.enum(colors),
  outcome: z.enum(outcomes),
  stale_after_days: z.nullable(z.int().check(z.minimum(1), z.maximum(365))),
});

/** A new column of the board, or another look of one. */
export function StageDialog({ stage, onClose }: { stage: Stage | null; onClose: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const nameOf = useStageName();
  const [theirs, setTheirs] = useState<Stage | null>(null);
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: {
      name: stage ? nameOf(stage) : "",
      color: stage?.color ?? "teal",
      outcome: stage?.outcome ?? "open",
      stale_after_days: stage ? stage.stale_after_days : 7,
    },
  });
  const add = api.useMutation("post", "/api/v1/stages", { onSettled: refreshStages });
  const edit = api.useMutation("patch", "/api/v1/stages/{stage_id}", { onSettled: refreshStages });
  const submit = form.handleSubmit(async ({ outcome, name, ...look }) => {
    try {
      if (stage) {
        // A stage that came with the installation is translated until it is given a name of its own.
        const renamed = name === nameOf(theirs ?? stage) ? {} : { name };
        await edit.mutateAsync({
          params: { path: { stage_id: stage.id }, header: ifMatch((theirs ?? stage).version) },
          body: { ...look, ...renamed },
        });
      } else await add.mutateAsync({ body: { ...look, name, outcome } });
      onClose();
    } catch (error) {
      if (isConflict<Stage>(error)) setTheirs(error.current);
      else showApiError(form, error);
    }
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(stage ? "stages.editTitle" : "stages.addTitle")}
      size="sm"
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button type="submit" form={formId} look="primary" isPending={form.formState.isSubmitting}>
            {t(stage ? "common:save" : "common:add")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <FormField control={form.control} name="name">
          {(field) => <TextField {...field} label={t("stages.name")} autoFocus />}
        </FormField>
        {stage ? null : (
          <FormField control={form.control} name="outcome">
            {(field) => (
              <RadioGroup
                {...field}
                label={t("stages.kind")}
                options={outcomes.map((id) => ({ id, label: t(`stages.outcome.${id}`), hint: t(`stages.hint.${id}`) }))}
              />
            )}
          </FormField>
        )}
        <FormField control={form.control} name="color">
          {(field) => (
            <Select
              {...field}
              label={t("stages.color")}
              options={colors.map((id) => ({
                id,
                label: t(`stages.colors.${id}`),
                start: <Dot color={stageColor(id)} />,
              }))}
            />
          )}
        </FormField>
        {form.watch("outcome") === "open" ? (
          <FormField control={form.control} name="stale_after_days">
            {(field) => (
              <NumberField {...field} min={1} max={365} label={t("stages.stale")} hint={t("stages.staleHint")} />
            )}
          </FormField>
        ) : null}
        <FormError form={form} />
        {theirs ? (
          <ConflictNotice
            differences={[
              { label: t("stages.name"), theirs: nameOf(theirs) },
              { label: t("stages.color"), theirs: t(`stages.colors.${theirs.color}`) },
              { label: t("stages.stale"), theirs: String(theirs.stale_after_days ?? "") },
            ]}
            onKeepMine={submit}
            onTakeTheirs={onClose}
          />
        ) : null}
      </form>
    </Dialog>
  );
}
