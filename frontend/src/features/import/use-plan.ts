import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client as http, queryClient, type Schemas } from "@/shared/api/client";
import { clearDraft, readDraft, writeDraft } from "@/shared/lib/draft";
import { useDebounced } from "@/shared/lib/use-debounced";
import { canRun, firstPlan, fits, type Import, type ImportPlan } from "./plan";

const key = (id: string) => `import.${id}`;

/** The plan as far as it is made; kept in this browser until the import runs. */
export function usePlan(upload: Import) {
  const [plan, setPlan] = useState<ImportPlan>(() => {
    const kept = readDraft<ImportPlan>(key(upload.id));
    return fits(kept, upload) ? kept : firstPlan(upload);
  });
  const change = (next: ImportPlan) => {
    setPlan(next);
    writeDraft(key(upload.id), next);
  };
  return { plan, change };
}

/** What a run with this plan would do; asked again when the plan rests. */
export function usePreview(upload: Import, plan: ImportPlan) {
  const settled = useDebounced(plan, 300);
  return useQuery<Schemas["ImportPreview"] | undefined>({
    queryKey: ["import-preview", upload.id, settled],
    queryFn: async ({ signal }) => {
      const params = { path: { import_id: upload.id } };
      return (await http.POST("/api/v1/imports/{import_id}/preview", { params, body: settled, signal })).data;
    },
    enabled: canRun(settled),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });
}

const importKey = (id: string) => ["get", "/api/v1/imports/{import_id}", { params: { path: { import_id: id } } }];

/** Begins the run, or goes on with one that was cut off, and shows it as running at once. */
export async function runImport(upload: Import, plan: ImportPlan): Promise<void> {
  queryClient.setQueryData<Import>(importKey(upload.id), (kept) => kept && { ...kept, status: "running" });
  try {
    const params = { path: { import_id: upload.id } };
    const { data } = await http.POST("/api/v1/imports/{import_id}/run", { params, body: plan });
    queryClient.setQueryData(importKey(upload.id), data);
    clearDraft(key(upload.id));
  } finally {
    void queryClient.invalidateQueries({ queryKey: importKey(upload.id) });
  }
}
