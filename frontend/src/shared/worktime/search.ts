import { day, month, searchOf } from "@/shared/lib/search";

/** The month that is shown and the day that is open: `?month=2026-11&day=2026-11-24`. */
export const timeSearch = searchOf({ month, day });
