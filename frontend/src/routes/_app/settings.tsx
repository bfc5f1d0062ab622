import { createFileRoute } from "@tanstack/react-router";
import { adminOnly } from "@/app/admin-only";
import { SettingsPage } from "@/features/settings/settings-page";

export const Route = createFileRoute("/_app/settings")({
  beforeLoad: adminOnly,
  component: SettingsPage,
});
