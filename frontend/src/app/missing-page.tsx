import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";

/** An address that leads nowhere, or nowhere for this person. */
export function MissingPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("missing.title")}>
      <EmptyState
        icon={IconMapOff}
        title={t("missing.text")}
        action={
          <ButtonLink to="/" look="primary">
            {t("missing.home")}
          </ButtonLink>
        }
      />
    </Page>
  );
}
