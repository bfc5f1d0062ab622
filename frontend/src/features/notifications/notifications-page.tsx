import { IconBell } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function NotificationsPage() {
  const { t } = useTranslation("notifications");
  return (
    <Page title={t("title")}>
      <EmptyState icon={IconBell} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
