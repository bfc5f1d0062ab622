import { useTranslation } from "react-i18next";
import { signOut } from "@/shared/api/session";
import { Button } from "@/shared/ui/button";
import { EntryLayout } from "@/shared/ui/entry-layout";

/** A known person without access: deactivated, or without a profile. */
export function InactivePage() {
  const { t } = useTranslation("auth");
  return (
    <EntryLayout title={t("inactive.title")} lead={t("inactive.text")}>
      <Button size="lg" onPress={() => void signOut()}>
        {t("inactive.signOut")}
      </Button>
    </EntryLayout>
  );
}
