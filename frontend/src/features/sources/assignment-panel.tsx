import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client as http, ifMatch, type Schemas } from "@/shared/api/client";
import { errorText, isConflict } from "@/shared/api/errors";
import { OwnerPicker } from "@/shared/crm/owner-picker";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { FormAlert } from "@/shared/ui/form";
import { NumberField } from "@/shared/ui/number-field";
import { RadioGroup } from "@/shared/ui/radio-group";
import { SkeletonText } from "@/shared/ui/skeleton";
import { Switch } from "@/shared/ui/switch";
import { toast } from "@/shared/ui/toast";
import type { AssignmentRule } from "./source";
import { refreshSources } from "./use-source";

type Assignment = Schemas["Assignment"];

const nobodies = ["unassigned", "next_shift", "duty"] as const;
const receivers = ["rule", "duty"] as const;
const usualMinutes = 15;

/** What a source's rule goes by: who is at work, what happens when nobody is, when an unanswered lead goes on. */
export function AssignmentPanel({ sourceId, rule }: { sourceId: string; rule: AssignmentRule | null }) {
  const { t } = useTranslation("sources");
  const params = { path: { source_id: sourceId } };
  const query = api.useQuery("get", "/api/v1/lead-sources/{source_id}/assignment", { params });
  if (query.isPending) return <SkeletonText lines={4} />;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <section aria-label={t("assignment.label")} className="grid gap-4 border-t pt-4">
      <Form key={sourceId} sourceId={sourceId} saved={query.data} rule={rule} />
    </section>
  );
}

function useSave(sourceId: string) {
  const { t } = useTranslation(["sources", "common"]);
  const [failure, setFailure] = useState<string>();
  const [isPending, setPending] = useState(false);
  const save = async ({ version, ...body }: Assignment, onSaved: () => void) => {
    if ((body.nobody === "duty" || body.to === "duty") && !body.duty_manager_id)
      return setFailure(t("assignment.dutyMissing"));
    setPending(true);
    setFailure(undefined);
    try {
      await http.PUT("/api/v1/lead-sources/{source_id}/assignment", {
        params: { path: { source_id: sourceId }, header: ifMatch(version) },
        body,
      });
      toast(t("common:saved"), { tone: "good" });
      await refreshSources();
      onSaved();
    } catch (error) {
      setFailure(errorText(error));
      if (isConflict(error)) void refreshSources();
    } finally {
      setPending(false);
    }
  };
  return { save, failure, isPending };
}

interface FormProps {
  sourceId: string;
  saved: Assignment;
  rule: AssignmentRule | null;
}

function Form({ sourceId, saved, rule }: FormProps) {
  const { t } = useTranslation(["sources", "common"]);
  // Only what was changed here: what a colleague saves meanwhile shows through, and neither loses his own.
  const [mine, setMine] = useState<Partial<Assignment>>({});
  const wanted = { ...saved, ...mine };
  const { save, failure, isPending } = useSave(sourceId);
  const set = (change: Partial<Assignment>) => setMine((before) => ({ ...before, ...change }));
  const isDirty = JSON.stringify(wanted) !== JSON.stringify(saved);
  return (
    <>
      {rule === "by_hand" ? null : <Nobody rule={rule} wanted={wanted} set={set} />}
      <Unanswered wanted={wanted} set={set} />
      {wanted.nobody === "duty" || wanted.to === "duty" ? (
        <OwnerPicker
          label={t("assignment.duty")}
          value={wanted.duty_manager_id}
          onChange={(duty_manager_id) => set({ duty_manager_id })}
        />
      ) : null}
      <FormAlert>{failure}</FormAlert>
      {isDirty ? (
        <Button
          className="justify-self-end"
          look="primary"
          onPress={() => void save(wanted, () => setMine({}))}
          isPending={isPending}
        >
          {t("assignment.save")}
        </Button>
      ) : null}
    </>
  );
}

interface PartProps {
  wanted: Assignment;
  set: (change: Partial<Assignment>) => void;
}

function Nobody({ rule, wanted, set }: PartProps & { rule: AssignmentRule | null }) {
  const { t } = useTranslation("sources");
  return (
    <>
      {rule === "on_shift" ? null : (
        <Switch
          value={wanted.on_shift_only}
          onChange={(on_shift_only) => set({ on_shift_only })}
          hint={t("assignment.onShiftHint")}
        >
          {t("assignment.onShift")}
        </Switch>
      )}
      <RadioGroup
        label={t("assignment.nobody")}
        value={wanted.nobody}
        onChange={(nobody) => set({ nobody })}
        options={nobodies.map((id) => ({ id, label: t(`nobody.${id}`), hint: t(`nobodyHint.${id}`) }))}
      />
    </>
  );
}

function Unanswered({ wanted, set }: PartProps) {
  const { t } = useTranslation("sources");
  const isOn = wanted.answer_minutes !== null;
  return (
    <>
      <Switch
        value={isOn}
        onChange={(on) => set({ answer_minutes: on ? usualMinutes : null })}
        hint={t("assignment.passOnHint")}
      >
        {t("assignment.passOn")}
      </Switch>
      {isOn ? (
        <div className="grid gap-4 pl-1">
          <div className="grid grid-cols-2 gap-3">
            <NumberField
              label={t("assignment.minutes")}
              value={wanted.answer_minutes}
              onChange={(minutes) => set({ answer_minutes: minutes ?? usualMinutes })}
              min={1}
              max={10_080}
            />
            <NumberField
              label={t("assignment.times")}
              value={wanted.times}
              onChange={(times) => set({ times: times ?? 1 })}
              min={1}
              max={10}
            />
          </div>
          <RadioGroup
            label={t("assignment.to")}
            value={wanted.to}
            onChange={(to) => set({ to })}
            options={receivers.map((id) => ({ id, label: t(`passTo.${id}`) }))}
          />
        </div>
      ) : null}
    </>
  );
}
