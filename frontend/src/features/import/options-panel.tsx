import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useIsAdmin } from "@/shared/api/me";
import { OwnerPicker } from "@/shared/crm/owner-picker";
import { SourceSelect } from "@/shared/crm/sources";
import { useStatusOptions } from "@/shared/crm/status-badge";
import { Panel } from "@/shared/ui/page";
import { RadioGroup } from "@/shared/ui/radio-group";
import { Segmented } from "@/shared/ui/segmented";
import { Select } from "@/shared/ui/select";
import { TextField } from "@/shared/ui/text-field";
import type { ImportPlan } from "./plan";

type Options = Schemas["ImportOptions"];

interface OptionsPanelProps {
  plan: ImportPlan;
  onChange: (plan: ImportPlan) => void;
}

const duplicateWays = ["skip", "update", "create"] as const;

const toTags = (text: string) => [...new Set(text.split(",").map((tag) => tag.trim().slice(0, 40)))].filter(Boolean);

/** How rows become clients: known contacts, source, owner, status, tags, dates. */
export function OptionsPanel({ plan, onChange }: OptionsPanelProps) {
  const { t } = useTranslation(["import", "crm"]);
  const isAdmin = useIsAdmin();
  const statuses = useStatusOptions();
  const options = plan.options as Options;
  const set = (change: Partial<Options>) => onChange({ ...plan, options: { ...options, ...change } });
  return (
    <Panel title={t("options.title")}>
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <RadioGroup
          label={t("options.duplicates")}
          options={duplicateWays.map((id) => ({
            id,
            label: t(`duplicates.${id}`),
            hint: t(`duplicates.${id}Hint`),
          }))}
          value={options.duplicates}
          onChange={(duplicates) => set({ duplicates })}
        />
        <div className="grid content-start gap-4">
          <SourceSelect value={options.source_id ?? null} onChange={(source_id) => set({ source_id })} />
          {isAdmin ? (
            <OwnerPicker
              value={options.owner_id ?? null}
              onChange={(owner_id) => set({ owner_id })}
              hint={t("options.ownerHint")}
            />
          ) : null}
          <Select
            label={t("crm:status.label")}
            options={statuses}
            value={options.status}
            onChange={(status) => set({ status })}
          />
          <TextField
            label={t("options.tags")}
            hint={t("options.tagsHint")}
            defaultValue={options.tags.join(", ")}
            onChange={(text) => set({ tags: toTags(text).slice(0, 10) })}
            autoComplete="off"
          />
          {plan.mapping.includes("received_at") ? (
            <div className="grid gap-1.5">
              <span className="font-medium text-ink-soft text-sm">{t("options.dates")}</span>
              <Segmented
                label={t("options.dates")}
                options={(["dmy", "mdy"] as const).map((id) => ({ id, label: t(`dates.${id}`) }))}
                value={options.date_order}
                onChange={(date_order) => set({ date_order })}
              />
            </div>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}
