import type { TFunction } from "i18next";
import type { Schemas } from "@/shared/api/client";
import type { Format } from "@/shared/lib/format";

/** A notification as the API has it: what happened and to what, without a sentence. */
export type Notice = Schemas["Notification"];

const kinds = [
  "lead_new",
  "lead_repeat",
  "lead_late",
  "lead_escalated",
  "lead_unassigned",
  "lead_quarantined",
  "client_assigned",
  "clients_handed_over",
  "task_assigned",
  "task_due",
  "task_overdue",
  "deal_won",
  "import_done",
  "time_disputed",
  "time_decided",
  "report_daily",
  "report_weekly",
  "report_monthly",
  "telegram_linked",
  "telegram_blocked",
  "source_attention",
  "message_new",
  "message_failed",
  "client_merged",
  "client_merged_away",
  "client_unmerged",
  "lead_taken",
  "lead_stuck",
  "complaint_new",
  "rule_demoted",
] as const;

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** What happened, in the reader's language; kinds that this version does not know say that there is something new. */
export function noticeTitle(notice: Notice, t: TFunction<"notifications">): string {
  const kind = kinds.find((known) => known === notice.kind);
  if (kind === "clients_handed_over") return t("kind.clients_handed_over", { count: Number(notice.params.count ?? 0) });
  return kind ? t(`kind.${kind}`) : text(notice.params.title) || t("kind.system");
}

const amount = (value: unknown) => (typeof value === "number" ? value : 0);

/** Whom or what it is about, with what is worth knowing before opening it. */
export function noticeSubject({ kind, params }: Notice, t: TFunction<"notifications">, format?: Format): string {
  const name = text(params.name) || text(params.title);
  if (kind === "deal_won") return saleSubject(params, format);
  if (kind === "clients_handed_over") return text(params.from) ? t("from", { name: text(params.from) }) : "";
  if ((kind === "task_due" || kind === "task_overdue") && format && text(params.due_at))
    return [name, format.dateTime(text(params.due_at))].join(" · ");
  if (kind === "lead_escalated") return [name, text(params.manager)].filter(Boolean).join(" · ");
  if (kind === "import_done") {
    const failed = amount(params.failed);
    const done = t("import.done", { created: amount(params.created), updated: amount(params.updated) });
    return failed ? `${done}, ${t("import.failed", { count: failed })}` : done;
  }
  return name;
}

/** Who sold what for how much. */
function saleSubject({ name, title, amount_minor, currency }: Notice["params"], format?: Format) {
  const money = format && amount(amount_minor) ? format.money(amount(amount_minor), text(currency) || undefined) : "";
  return [text(name), text(title), money].filter(Boolean).join(" · ");
}

/** Where a press leads. */
export function noticeHref({ kind, params, client_id, deal_id, task_id }: Notice): string {
  if (kind.startsWith("report_")) return `/reports?tab=ready&report=${text(params.report_id)}`;
  if (kind === "lead_quarantined" || kind === "source_attention") return "/sources";
  if (kind === "rule_demoted") return "/review?tab=trust";
  if (kind === "complaint_new" && !task_id && !client_id) return "/review";
  if (kind === "telegram_linked" || kind === "telegram_blocked") return "/profile";
  if (kind === "time_disputed") return `/team/${text(params.manager_id)}/time?day=${text(params.day)}`;
  if (kind === "time_decided") return `/profile/time?day=${text(params.day)}`;
  if (kind === "clients_handed_over" || kind === "import_done") return "/clients";
  if (task_id) return `/tasks?open=${task_id}`;
  if (deal_id) return `/deals?open=${deal_id}`;
  return client_id ? `/clients/${client_id}` : "/notifications";
}
