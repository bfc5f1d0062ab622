import { useTranslation } from "react-i18next";
import { client as http, invalidate, type Schemas } from "@/shared/api/client";
import { mediums } from "@/shared/crm/origin-kinds";
import { toastError, toastUndo } from "@/shared/ui/toast";

export type Decision = Required<Schemas["OriginDecision"]>;
type Origin = Schemas["Origin"] | null;

/** What a person begins with: what is known, in his own words from now on. */
export const decisionOf = (origin: Origin): Decision => ({
  channel: origin?.channel ?? "other",
  type: origin?.type ?? "unknown",
  medium: mediums.find((medium) => medium === origin?.medium) ?? "unknown",
  campaign: origin?.campaign ?? "",
  note: origin?.decided?.note ?? "",
});

async function write(client_id: string, word: Decision | null) {
  const params = { path: { client_id } };
  if (word) await http.PUT("/api/v1/clients/{client_id}/origin", { params, body: word });
  else await http.DELETE("/api/v1/clients/{client_id}/origin", { params });
  await invalidate("/api/v1/clients", "/api/v1/kpi");
}

/** Says where a client came from, null for what the rules say; the toast puts back what was there. */
export function useDecideOrigin({ id, origin }: { id: string; origin: Origin }) {
  const { t } = useTranslation(["rules", "common"]);
  const before = origin?.decided ? decisionOf(origin) : null;
  return async (word: Decision | null) => {
    await write(id, word);
    const undo = () => void write(id, before).catch(toastError);
    toastUndo(t(word ? "origin.saved" : "origin.undecided"), undo, t("common:undo"));
  };
}
