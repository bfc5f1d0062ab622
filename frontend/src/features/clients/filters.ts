import type { Schemas } from "@/shared/api/client";
import { day, isNew, oneOf, openId, searchOf, text, texts, uuid } from "@/shared/lib/search";

export type ClientItem = Schemas["ClientItem"];
export type ClientFilters = Schemas["ClientFilters"];

/** The address of the list: filters under the API's own names, order, what is open. */
export const clientsSearch = searchOf({
  q: text,
  source: texts,
  channel: texts,
  type: texts,
  campaign: texts,
  status: texts,
  owner: texts,
  tag: texts,
  received_from: day,
  received_to: day,
  archived: isNew,
  sort: oneOf(["received"]),
  open: openId,
  new: isNew,
});

export type ClientsSearch = ReturnType<typeof clientsSearch>;
export type FilterSearch = Omit<ClientsSearch, "open" | "new" | "sort">;

const statuses = new Set<string>(["lead", "active", "customer", "lost"]);
const filterNames = [
  "q",
  "source",
  "channel",
  "type",
  "campaign",
  "status",
  "owner",
  "tag",
  "received_from",
  "received_to",
  "archived",
] as const;

// A hand-made or outdated address must show a list, not an error.
const some = <T extends string>(values: string[] | undefined, fits: (value: string) => boolean) => {
  const kept = (values ?? []).filter(fits) as T[];
  return kept.length > 0 ? kept : undefined;
};

const isWord = (word: string) => word.length > 0 && word.length <= 120;

/** The filters of an address as the API takes them; what is not understood is left out. */
export function toQuery(search: FilterSearch) {
  return {
    q: search.q?.trim() || undefined,
    source: some<string>(search.source, (id) => uuid(id) !== undefined),
    channel: some<string>(search.channel, isWord),
    type: some<string>(search.type, isWord),
    campaign: some<string>(search.campaign, (campaign) => campaign.length <= 500),
    status: some<ClientItem["status"]>(search.status, (status) => statuses.has(status)),
    owner: some<string>(search.owner, (id) => id === "none" || uuid(id) !== undefined),
    tag: search.tag,
    received_from: search.received_from,
    received_to: search.received_to,
    archived: search.archived,
  };
}

/** How many filters are on; a range of days counts once. */
export function countFilters(search: FilterSearch): number {
  const { received_from, received_to, ...rest } = toQuery(search);
  return Object.values(rest).filter((value) => value !== undefined).length + (received_from || received_to ? 1 : 0);
}

/** Saved filters as an address; everything they do not name goes. */
export function fromFilters(filters: ClientFilters): FilterSearch {
  const list = (values: readonly string[] | undefined) => (values?.length ? [...values] : undefined);
  return {
    q: filters.q ?? undefined,
    source: list(filters.source),
    channel: list(filters.channel),
    type: list(filters.type),
    campaign: list(filters.campaign),
    status: list(filters.status),
    owner: list(filters.owner),
    tag: list(filters.tag),
    received_from: filters.received_from ?? undefined,
    received_to: filters.received_to ?? undefined,
    archived: filters.archived || undefined,
  };
}

/** The filters of an address as a segment keeps them. */
export function toFilters(search: FilterSearch): ClientFilters {
  const { q, source, channel, type, campaign, status, owner, tag, received_from, received_to, archived } =
    toQuery(search);
  return {
    q: q ?? null,
    source: source ?? [],
    channel: channel ?? [],
    type: type ?? [],
    campaign: campaign ?? [],
    status: status ?? [],
    owner: owner ?? [],
    tag: tag ?? [],
    received_from: received_from ?? null,
    received_to: received_to ?? null,
    archived: archived ?? false,
  };
}

/** No filter at all, to be spread into an address. */
export const noFilters = Object.fromEntries(filterNames.map((name) => [name, undefined])) as FilterSearch;

const canonical = (filters: ClientFilters) =>
  JSON.stringify(
    filterNames.map((name) => {
      const value = filters[name];
      return Array.isArray(value) ? [...value].sort() : value || null;
    }),
  );

/** Whether two sets of filters show the same clients. */
export const sameFilters = (one: ClientFilters, other: ClientFilters) => canonical(one) === canonical(other);
