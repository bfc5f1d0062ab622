import type { Schemas } from "@/shared/api/client";

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The client or the deal that an address shows: its page, or the sheet over its list. The minute is credited to it. */
export function openRecord({ pathname, search }: { pathname: string; search: object }): Schemas["Beat"] {
  const [, place, page] = pathname.split("/");
  const id = page ?? (search as { open?: unknown }).open;
  if (typeof id !== "string" || !uuid.test(id)) return {};
  if (place === "clients") return { client_id: id };
  return place === "deals" ? { deal_id: id } : {};
}
