import type { Schemas } from "@/shared/api/client";

export type Import = Schemas["Import"];
export type ImportPlan = Schemas["ImportPlan"];
export type ImportField = NonNullable<ImportPlan["mapping"][number]>;

/** What a column can be, in the order people look for it. */
export const importFields = [
  "name",
  "first_name",
  "last_name",
  "phone",
  "email",
  "company",
  "job_title",
  "city",
  "status",
  "source",
  "owner",
  "tags",
  "note",
  "received_at",
  "instagram",
  "telegram",
  "whatsapp",
  "viber",
  "website",
] as const satisfies readonly ImportField[];

// A row needs one of these to become a client.
const naming = new Set<ImportField | null>([
  "name",
  "first_name",
  "last_name",
  "company",
  "phone",
  "email",
  "instagram",
  "telegram",
  "whatsapp",
  "viber",
  "website",
]);

/** Whether rows will have anything to call a client by. */
export const canRun = (plan: ImportPlan) => plan.mapping.some((field) => naming.has(field));

/** The plan an upload begins with: what the server recognised, and the careful choices. */
export const firstPlan = (upload: Pick<Import, "columns">): ImportPlan => ({
  mapping: upload.columns.map(({ suggested }) => suggested),
  options: {
    duplicates: "skip",
    source_id: null,
    owner_id: null,
    status: "lead",
    tags: [],
    date_order: "dmy",
  },
});

/** Gives a column another meaning. */
export const withColumn = (plan: ImportPlan, index: number, field: ImportField | null): ImportPlan => ({
  ...plan,
  mapping: plan.mapping.map((kept, place) => (place === index ? field : kept)),
});

/** A kept plan only fits the file it was made for. */
export const fits = (plan: ImportPlan | null, upload: Pick<Import, "columns">): plan is ImportPlan =>
  plan?.mapping.length === upload.columns.length;

/** How much of a run is done, of one. */
export function progress({ counts, row_count }: Pick<Import, "counts" | "row_count">): number {
  return row_count > 0 ? Math.min(1, Math.max(0, 1 - counts.pending / row_count)) : 0;
}
