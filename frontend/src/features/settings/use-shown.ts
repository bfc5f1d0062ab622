import { useTranslation } from "react-i18next";
import { useColleagues } from "@/shared/crm/people";
import { useSources } from "@/shared/crm/sources";
import { useStageName, useStages } from "@/shared/crm/stage";
import { weekdayName } from "@/shared/crm/week-hours";
import { formatPhone } from "@/shared/lib/phone";
import { useFormat } from "@/shared/lib/use-format";
import type { Change } from "./trail";

/** A stored value as a person reads it. */
export function useShown() {
  const { t } = useTranslation(["settings", "crm", "common"]);
  const format = useFormat();
  const people = useColleagues();
  const stages = useStages();
  const stageName = useStageName();
  const sources = useSources();
  return ({ kind, field }: Change, value: unknown): string => {
    if (value === null || value === undefined || value === "") return "—";
    const text = String(value);
    switch (kind) {
      case "person":
        return people.find(({ id }) => id === text)?.full_name ?? t("crm:nobody");
      case "stage": {
        const stage = stages.find(({ id }) => id === text);
        return stage ? stageName(stage) : "…";
      }
      case "source":
        return sources.find(({ id }) => id === text)?.name ?? "…";
      case "moment":
        return format.dateTime(text);
      case "day":
        return format.numericDate(`${text.slice(0, 10)}T12:00:00Z`);
      case "money":
        return format.money(Number(value));
      case "phone":
        return formatPhone(text);
      case "clock":
        return text.slice(0, 5);
      case "weekday":
        return weekdayName(Number(value), format.locale);
      case "number":
        return format.number(Number(value));
      case "bool":
        return t(value ? "common:yes" : "common:no");
      case "list":
        return Array.isArray(value) && value.length ? value.join(", ") : "—";
      case "text":
      case "role":
      case "status":
        return t(`trail.value.${field}.${text}` as "trail.title", { defaultValue: text });
    }
  };
}
