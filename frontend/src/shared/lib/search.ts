// Parts of addresses that several lists share. Unknown or broken values are dropped, never an error page. Plain
// functions, not a schema library: every screen pays for what the addresses need.

type Part<T> = (value: unknown) => T | undefined;
type Parts = Record<string, Part<unknown>>;

/** What an address may hold: `validateSearch: searchOf({ q: text, open: openId })`. */
export const searchOf =
  <P extends Parts>(parts: P) =>
  (search: Record<string, unknown>) => {
    const read = Object.entries(parts).map(([name, part]) => [name, part(search[name])] as const);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as {
      [Name in keyof P]?: Exclude<ReturnType<P[Name]>, undefined>;
    };
  };

const word = (value: unknown) => (typeof value === "string" ? value : undefined);
const matching =
  (shape: RegExp): Part<string> =>
  (value) =>
    typeof value === "string" && shape.test(value) ? value : undefined;

/** `?open=<id>`: the record in the side sheet. */
export const openId: Part<string> = word;

/** An id that goes to the API as it is. */
export const uuid = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);

/** `?new=true`: the form for a new record is open. */
export const isNew: Part<true> = (value) => (value === true ? true : undefined);

/** `?q=`: a text filter; the router reads digits as a number. */
export const text: Part<string> = (value) => (typeof value === "number" ? String(value) : word(value));

/** A list of ids or states: `?owner=["a","b"]`; a single value counts as a list of one. */
export const texts: Part<string[]> = (value) => {
  const list = [value].flat();
  return list.every((item) => typeof item === "string") ? list : undefined;
};

/** A calendar day `2026-11-22`. */
export const day: Part<string> = (value) =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\d$/.test(value) &&
  new Date(`${value}T00:00Z`).toJSON()?.startsWith(value)
    ? value
    : undefined;

/** A month `2026-11`. */
export const month = matching(/^20\d\d-(0[1-9]|1[0-2])$/);

/** One of a few words: a tab, a sorting. */
export const oneOf =
  <const T extends string>(values: readonly T[]): Part<T> =>
  (value) =>
    values.find((known) => known === value);
