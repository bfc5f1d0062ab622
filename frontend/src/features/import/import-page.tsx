import { IconFileImport } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function ImportPage() {
  const { t } = useTranslation("import");
  return (
    <Page title={t("title")}>
      <EmptyState icon={IconFileImport} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
