import { useState } from "react";
import { useTranslation } from "react-i18next";
import { errorText, isConflict } from "@/shared/api/errors";
import { ConflictNotice } from "@/shared/crm/conflict-notice";
import { OwnerPicker } from "@/shared/crm/owner-picker";
import { Button } from "@/shared/ui/button";
import { FormAlert } from "@/shared/ui/form";
import { RadioGroup } from "@/shared/ui/radio-group";
import { toast } from "@/shared/ui/toast";
import { type AssignmentRule, assignmentRules, type Source } from "./source";
import { refreshSources, useChangeSource } from "./use-source";

/** To whom leads of the source go. */
export function RulePart({ source }: { source: Source }) {
  const { t } = useTranslation(["sources", "common"]);
  const saved = source.assignment_rule ?? "round_robin";
  const [rule, setRule] = useState<AssignmentRule>(saved);
  const [manager, setManager] = useState<string | null>(source.fixed_manager_id);
  const [failure, setFailure] = useState<string>();
  const [theirs, setTheirs] = useState<Source | null>(null);
  const { change, isPending } = useChangeSource(source);
  const isDirty = rule !== saved || (rule === "fixed" && manager !== source.fixed_manager_id);
  const save = async () => {
    if (rule === "fixed" && !manager) return setFailure(t("rule.managerMissing"));
    setFailure(undefined);
    try {
      const fixed = rule === "fixed" ? manager : null;
      await change({ assignment_rule: rule, fixed_manager_id: fixed }, (theirs ?? source).version);
      toast(t("common:saved"), { tone: "good" });
    } catch (error) {
      if (isConflict<Source>(error)) setTheirs(error.current);
      else setFailure(errorText(error));
    }
  };
  return (
    <div className="grid gap-4">
      <RadioGroup
        label={t("rule.label")}
        value={rule}
        onChange={setRule}
        options={assignmentRules.map((id) => ({ id, label: t(`rule.${id}`), hint: t(`ruleHint.${id}`) }))}
      />
      {rule === "fixed" ? <OwnerPicker label={t("rule.manager")} value={manager} onChange={setManager} /> : null}
      <FormAlert>{failure}</FormAlert>
      {theirs ? (
        <ConflictNotice
          differences={[{ label: t("rule.label"), theirs: t(`rule.${theirs.assignment_rule ?? "by_hand"}`) }]}
          onKeepMine={() => void save()}
          onTakeTheirs={() => void refreshSources()}
        />
      ) : null}
      {isDirty && !theirs ? (
        <Button className="justify-self-end" look="primary" onPress={() => void save()} isPending={isPending}>
          {t("common:save")}
        </Button>
      ) : null}
    </div>
  );
}
