import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function TasksPage() {
  const { t } = useTranslation("tasks");
  return (
    <Page title={t("title")}>
      <EmptyState icon={IconCircleCheck} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
