import { IconUsersGroup } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function TeamPage() {
  const { t } = useTranslation("team");
  return (
    <Page title={t("title")}>
      <EmptyState icon={IconUsersGroup} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
