import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function ClientsPage() {
  const { t } = useTranslation("clients");
  return (
    <Page title={t("title")}>
      <EmptyState icon={IconUsers} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
