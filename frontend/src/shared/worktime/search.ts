import * as z from "zod/mini";
import { day } from "@/shared/lib/search";

/** The month that is shown and the day that is open: `?month=2026-11&day=2026-11-24`. */
export const timeSearch = z.object({
  month: z.optional(z.catch(z.optional(z.string().check(z.regex(/^20\d\d-(0[1-9]|1[0-2])$/))), undefined)),
  day,
});
