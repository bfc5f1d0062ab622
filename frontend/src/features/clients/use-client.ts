import { useTranslation } from "react-i18next";
import { api, client as http, ifMatch, queryClient, type Schemas } from "@/shared/api/client";
import { isConflict } from "@/shared/api/errors";
import { toast, toastError, toastUndo } from "@/shared/ui/toast";
import { refreshClients } from "./use-bulk";

export type Facts = Schemas["ClientFacts"];
export type Card = Schemas["ClientCard"];
export type EditableField = "name" | "company" | "job_title" | "city" | "note" | "status" | "tags";

const byId = (id: string) => ({ params: { path: { client_id: id } } });
const cardQuery = (id: string) => api.queryOptions("get", "/api/v1/clients/{client_id}", byId(id));

/** The card: facts, deals, tasks, files, counts. */
export const useCard = (id: string) => api.useQuery("get", "/api/v1/clients/{client_id}", byId(id));

/** The facts as the cache has them now, also inside callbacks that began earlier. */
const cachedFacts = (id: string) => queryClient.getQueryData<Card>(cardQuery(id).queryKey)?.client;

function keepFacts(client: Facts) {
  queryClient.setQueryData<Card>(cardQuery(client.id).queryKey, (card) => card && { ...card, client });
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Somebody else changed the same field first; `theirs` is what is saved now. */
export class FieldConflict extends Error {
  constructor(readonly theirs: unknown) {
    super("conflict");
  }
}

async function patch(id: string, field: EditableField, value: unknown, version: number): Promise<Facts> {
  const { data } = await http.PATCH("/api/v1/clients/{client_id}", {
    params: { path: { client_id: id }, header: ifMatch(version) },
    body: { [field]: value },
  });
  return data as Facts;
}

/**
 * Saves one field, shown at once and rolled back when refused. `base` is what the field held when the person began:
 * when it holds something else by now, nothing is overwritten and FieldConflict is thrown. A colleague's edit of
 * another field is none of our business: the save is repeated on top of it.
 */
export async function saveField(id: string, field: EditableField, value: unknown, base: unknown): Promise<void> {
  const before = cachedFacts(id);
  if (!before) return;
  if (!isSame(before[field], base)) throw new FieldConflict(before[field]);
  keepFacts({ ...before, [field]: value });
  try {
    keepFacts(await patchOnTop(id, field, value, before));
  } catch (error) {
    const now = cachedFacts(id);
    if (error instanceof FieldConflict && now) keepFacts({ ...now, [field]: error.theirs });
    else keepFacts(before);
    throw error;
  }
  void refreshClients();
}

async function patchOnTop(id: string, field: EditableField, value: unknown, before: Facts): Promise<Facts> {
  try {
    return await patch(id, field, value, before.version);
  } catch (error) {
    if (!isConflict<Facts>(error)) throw error;
    if (!isSame(error.current[field], before[field])) {
      keepFacts(error.current);
      throw new FieldConflict(error.current[field]);
    }
    return patch(id, field, value, error.current.version);
  }
}

/** Archive and restore, each the other's undo. */
export function useArchive(client: Pick<Facts, "id" | "name">) {
  const { t } = useTranslation(["clients", "common"]);
  const call = async (step: "archive" | "restore") => {
    try {
      const { data } = await http.POST(`/api/v1/clients/{client_id}/${step}`, byId(client.id));
      if (data) keepFacts(data);
      await refreshClients();
      if (step === "archive") {
        toastUndo(t("archivedOne", { name: client.name }), () => void call("restore"), t("common:undo"));
      } else toast(t("restoredOne", { name: client.name }), { tone: "good" });
    } catch (error) {
      toastError(error);
    }
  };
  return { archive: () => void call("archive"), restore: () => void call("restore") };
}
