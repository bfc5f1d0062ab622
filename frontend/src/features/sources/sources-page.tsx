import { IconPlugConnected } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function SourcesPage() {
  const { t } = useTranslation("sources");
  return (
    <Page title={t("title")}>
      <EmptyState icon={IconPlugConnected} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
