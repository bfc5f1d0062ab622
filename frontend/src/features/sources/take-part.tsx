import { useTranslation } from "react-i18next";
import { RadioGroup } from "@/shared/ui/radio-group";
import { Segmented } from "@/shared/ui/segmented";
import { toastError } from "@/shared/ui/toast";
import { choicesOf, leadModes, type Source, takes } from "./source";
import { useChangeSource } from "./use-source";

/** What of an account is taken in, and which strangers become clients. Acts at once. */
export function TakePart({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const { change } = useChangeSource(source);
  const choices = choicesOf(source);
  const choose = (chosen: Partial<typeof choices>) =>
    void change((now) => ({ settings: { ...now.settings, ...chosen } })).catch(toastError);
  return (
    <section className="grid gap-4 border-t pt-4">
      <div className="grid justify-items-start gap-1.5">
        <h3 className="font-semibold">{t("take.label")}</h3>
        <Segmented
          label={t("take.label")}
          options={takes.map((id) => ({ id, label: t(`take.${id}`) }))}
          value={choices.take}
          onChange={(take) => choose({ take })}
        />
      </div>
      <RadioGroup
        label={t("leads.label")}
        value={choices.leads}
        onChange={(leads) => choose({ leads })}
        options={leadModes.map((id) => ({ id, label: t(`leads.${id}`), hint: t(`leadsHint.${id}`) }))}
      />
    </section>
  );
}
