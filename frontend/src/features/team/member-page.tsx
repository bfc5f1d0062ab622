import { IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

export function MemberPage() {
  const { t } = useTranslation("team");
  return (
    <Page title={t("title")} back={{ to: "/team", label: t("back") }}>
      <EmptyState icon={IconUser} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    </Page>
  );
}
