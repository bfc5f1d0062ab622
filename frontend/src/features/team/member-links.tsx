import { useTranslation } from "react-i18next";
import { PageLinks } from "@/shared/ui/page-links";

/** The two pages about a colleague. */
export function MemberLinks({ id }: { id: string }) {
  const { t } = useTranslation(["team", "crm"]);
  return (
    <PageLinks
      label={t("member")}
      links={[
        { to: "/team/$id", params: { id }, label: t("facts") },
        { to: "/team/$id/time", params: { id }, label: t("crm:work.title") },
      ]}
    />
  );
}
