import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { api, ifMatch, invalidate, type Schemas } from "@/shared/api/client";
import { toastError, toastUndo } from "@/shared/ui/toast";
import type { Source } from "./source";

export const refreshSources = () => invalidate("/api/v1/lead-sources");

/** Everything that shows where clients come from. */
const refreshNames = () => invalidate("/api/v1/lead-sources", "/api/v1/clients", "/api/v1/dashboard");

type Patch = Schemas["SourcePatch"];

/**
 * Changes a source from the version that is shown; the answer is the source as it is now. Changes that follow each other
 * quickly go one by one, each from what the one before has made: two switches are no conflict.
 */
export function useChangeSource(source: Source) {
  const save = api.useMutation("patch", "/api/v1/lead-sources/{source_id}", { onSettled: refreshNames });
  const last = useRef<Promise<Source>>(undefined);
  const change = (patch: Patch | ((now: Source) => Patch), version?: number) => {
    const before = last.current?.catch(() => undefined);
    const run = async () => {
      const made = await before;
      const now = made && made.version > source.version ? made : source;
      const header = ifMatch(version ?? now.version);
      const body = typeof patch === "function" ? patch(now) : patch;
      return save.mutateAsync({ params: { path: { source_id: source.id }, header }, body });
    };
    last.current = run();
    return last.current;
  };
  return { change, isPending: save.isPending };
}

/** Takes a source out of use; a toast puts it back. */
export function useArchiveSource(source: Source) {
  const { t } = useTranslation(["sources", "common"]);
  const { change } = useChangeSource(source);
  return async () => {
    try {
      const gone = await change({ archived: true });
      const back = () => void change({ archived: false }, gone.version).catch(toastError);
      toastUndo(t("archived", { name: source.name }), back, t("common:undo"));
      return true;
    } catch (error) {
      toastError(error);
      return false;
    }
  };
}
