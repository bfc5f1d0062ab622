import { createFileRoute } from "@tanstack/react-router";
import { adminOnly } from "@/app/admin-only";
import { SettingsPage } from "@/features/settings/settings-page";
import { settingsTabs } from "@/features/settings/tabs";
import { trailTables } from "@/features/settings/trail";
import { day, oneOf, searchOf, text } from "@/shared/lib/search";

export const Route = createFileRoute("/_app/settings")({
  validateSearch: searchOf({
    tab: oneOf(settingsTabs),
    table: oneOf(trailTables),
    actor: text,
    from: day,
    to: day,
  }),
  beforeLoad: adminOnly,
  component: SettingsPage,
});
