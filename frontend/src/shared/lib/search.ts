import * as z from "zod/mini";

// Parts of addresses that several lists share. Unknown or broken values are dropped, never an error page.

/** `?open=<id>`: the record in the side sheet. */
export const openId = z.optional(z.catch(z.optional(z.string()), undefined));

/** `?new=true`: the form for a new record is open. */
export const isNew = z.optional(z.catch(z.optional(z.literal(true)), undefined));

/** `?q=`: a text filter. */
export const text = z.optional(z.catch(z.optional(z.coerce.string()), undefined));

/** A list of ids or states: `?owner=["a","b"]`; a single value counts as a list of one. */
export const texts = z.optional(
  z.catch(
    z.optional(
      z.pipe(
        z.union([z.array(z.string()), z.string()]),
        z.transform((value) => [value].flat()),
      ),
    ),
    undefined,
  ),
);

/** A calendar day `2026-11-22`. */
export const day = z.optional(z.catch(z.optional(z.iso.date()), undefined));

/** One of a few words: a tab, a sorting. */
export const oneOf = <T extends string>(values: readonly T[]) =>
  z.optional(z.catch(z.optional(z.enum(values)), undefined));
