import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";

export function MissingPage() {
  const { t } = useTranslation();
  return (
    <div className="grid min-h-80 flex-1 place-items-center">
      <EmptyState
        icon={IconMapOff}
        title={t("missing.title")}
        action={
          <ButtonLink to="/" look="primary">
            {t("missing.home")}
          </ButtonLink>
        }
      >
        {t("missing.text")}
      </EmptyState>
    </div>
  );
}
