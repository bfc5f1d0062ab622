import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { adminOnly } from "@/app/admin-only";
import { SettingsPage, settingsTabs } from "@/features/settings/settings-page";
import { trailTables } from "@/features/settings/trail";
import { day, text } from "@/shared/lib/search";

const oneOf = <T extends readonly string[]>(values: T) =>
  z.optional(z.catch(z.optional(z.enum(values as unknown as [T[number], ...T[number][]])), undefined));

export const Route = createFileRoute("/_app/settings")({
  validateSearch: z.object({
    tab: oneOf(settingsTabs),
    table: oneOf(trailTables),
    actor: text,
    from: day,
    to: day,
  }),
  beforeLoad: adminOnly,
  component: SettingsPage,
});
