import { useTranslation } from "react-i18next";

/** What pale figures and "≥" mean, in one line. */
export function Legend() {
  const { t } = useTranslation("reports");
  return <p className="text-pretty text-ink-muted text-xs">{t("legend")}</p>;
}
