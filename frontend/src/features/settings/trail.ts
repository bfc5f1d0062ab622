import type { Schemas } from "@/shared/api/client";

export type Entry = Schemas["AuditEntry"];

/** The watched tables, in the order of the filter. */
export const trailTables = [
  "clients",
  "client_contacts",
  "deals",
  "tasks",
  "files",
  "profiles",
  "invitations",
  "lead_sources",
  "site_keys",
  "inbound_events",
  "stages",
  "segments",
  "schedule_rules",
  "schedule_exceptions",
  "company",
] as const;
export type TrailTable = (typeof trailTables)[number];

// How a stored value is read. What is not named here (ids, keys, copies) says nothing to a person and is left out.
const kinds = {
  name: "text",
  full_name: "text",
  title: "text",
  company: "text",
  job_title: "text",
  city: "text",
  email: "text",
  phone: "phone",
  value: "phone",
  label: "text",
  note: "text",
  body: "text",
  tags: "list",
  origins: "list",
  role: "role",
  status: "status",
  kind: "text",
  priority: "text",
  state: "text",
  assignment_rule: "text",
  lost_reason: "text",
  outcome: "text",
  locale: "text",
  time_zone: "text",
  currency: "text",
  phone_region: "text",
  owner_id: "person",
  manager_id: "person",
  fixed_manager_id: "person",
  invited_by: "person",
  stage_id: "stage",
  source_id: "source",
  amount_minor: "money",
  is_primary: "bool",
  hired_on: "day",
  expected_close_on: "day",
  day: "day",
  valid_from: "day",
  valid_to: "day",
  due_at: "moment",
  remind_at: "moment",
  completed_at: "moment",
  closed_at: "moment",
  archived_at: "moment",
  deactivated_at: "moment",
  revoked_at: "moment",
  position: "number",
  stale_after_days: "number",
  per_minute: "number",
  weekday: "weekday",
  starts: "clock",
  ends: "clock",
  sla_minutes: "number",
  idle_limit_minutes: "number",
  shift_grace_minutes: "number",
  late_grace_minutes: "number",
  conversion_window_days: "number",
  retention_months: "number",
} as const;

export type Field = keyof typeof kinds;
export type Kind = (typeof kinds)[Field];

export interface Change {
  field: Field;
  kind: Kind;
  before: unknown;
  after: unknown;
}

const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** What an entry changed, as far as it says something to a person. */
export function changesOf({ before, after }: Pick<Entry, "before" | "after">): Change[] {
  return (Object.keys(kinds) as Field[])
    .map((field) => ({ field, kind: kinds[field], before: before?.[field], after: after?.[field] }))
    .filter((change) => !(isEmpty(change.before) && isEmpty(change.after)));
}

/** Where the row of an entry is shown, if anywhere. */
export function entryHref({ table, row_id, action }: Pick<Entry, "table" | "row_id" | "action">): string | null {
  if (action === "delete") return null;
  if (table === "clients") return `/clients/${row_id}`;
  if (table === "deals") return `/deals?open=${row_id}`;
  if (table === "tasks") return `/tasks?open=${row_id}`;
  if (table === "profiles") return `/team/${row_id}`;
  // (Settled in bulk: the row is their source.)
  if (table === "lead_sources" || table === "inbound_events") return `/sources?open=${row_id}`;
  return null;
}
