import { IconHome } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function DashboardPage() {
  const { t } = useTranslation("dashboard");
  return (
    <Page title={t("title")}>
      <EmptyState icon={IconHome} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
