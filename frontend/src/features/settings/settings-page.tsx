import { IconSettings } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function SettingsPage() {
  const { t } = useTranslation("settings");
  return (
    <Page title={t("title")}>
      <EmptyState icon={IconSettings} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
