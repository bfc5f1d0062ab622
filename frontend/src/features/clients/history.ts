/** Tables whose rows belong to a client, as the trail names them. */
export const historyTables = ["clients", "client_contacts", "deals", "tasks", "files", "interactions"] as const;

// Ids, versions and search columns say nothing to a person and are left out.
const kinds = {
  name: "text",
  full_name: "text",
  company: "text",
  job_title: "text",
  city: "text",
  note: "text",
  status: "status",
  phone: "text",
  email: "text",
  tags: "text",
  value: "text",
  label: "text",
  kind: "text",
  title: "text",
  body: "text",
  is_primary: "text",
  amount_minor: "money",
  due_at: "moment",
  completed_at: "moment",
  archived_at: "moment",
  closed_at: "moment",
  received_at: "moment",
  origin_decided: "origin",
} as const;

type Field = keyof typeof kinds;

export interface Change {
  field: Field;
  kind: (typeof kinds)[Field];
  /** Undefined where the row had no such value: it was made, or is gone. */
  before: unknown;
  after: unknown;
}

type Row = Record<string, unknown> | null;

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** The fields that a change touched and a person understands; a new row shows what it was filled with. */
export function changesOf(before: Row, after: Row): Change[] {
  const fields = (Object.keys(kinds) as Field[]).filter((field) => field in (before ?? {}) || field in (after ?? {}));
  return fields
    .map((field) => ({ field, kind: kinds[field], before: before?.[field], after: after?.[field] }))
    .filter(({ before: was, after: is }) => !(isEmpty(was) && isEmpty(is)));
}
