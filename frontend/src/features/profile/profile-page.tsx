import { IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function ProfilePage() {
  const { t } = useTranslation("profile");
  return (
    <Page title={t("title")}>
      <EmptyState icon={IconUser} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
