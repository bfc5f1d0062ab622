import { IconLayoutKanban } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function DealsPage() {
  const { t } = useTranslation("deals");
  return (
    <Page title={t("title")}>
      <EmptyState icon={IconLayoutKanban} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
