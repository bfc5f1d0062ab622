/** Parts of a site's sheet, in the address. */
export const sourceTabs = ["connect", "rule", "events"] as const;
export type SourceTab = (typeof sourceTabs)[number];

/** What the vendor sent the admin back with. */
export const refusals = [
  "denied",
  "expired",
  "account_taken",
  "code_used",
  "unavailable",
  "refused",
  "no_page",
  "mail_not_granted",
  "imap_login_refused",
  "practice_only",
] as const;
export type Refusal = (typeof refusals)[number];

/** A code that we have no sentence for is a refusal all the same. */
export const refusalOf = (code: unknown): Refusal | undefined =>
  code === undefined ? undefined : (refusals.find((known) => known === code) ?? "refused");
