import { useTranslation } from "react-i18next";
import { PageLinks } from "@/shared/ui/page-links";

/** The two pages about oneself. */
export function ProfileLinks() {
  const { t } = useTranslation(["profile", "crm"]);
  return (
    <PageLinks
      label={t("title")}
      links={[
        { to: "/profile", label: t("personal") },
        { to: "/profile/time", label: t("crm:work.title") },
      ]}
    />
  );
}
