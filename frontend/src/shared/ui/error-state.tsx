import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { errorText } from "@/shared/api/errors";
import { Button } from "./button";

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
}

/** Stands where the data would be. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="mx-auto grid max-w-sm justify-items-center gap-4 px-4 py-12 text-center">
      <div className="grid gap-1">
        <p className="font-semibold">{t("errors.title")}</p>
        <p className="text-pretty text-ink-muted">{errorText(error)}</p>
      </div>
      {onRetry ? (
        <Button onPress={onRetry}>
          <IconRefresh size={16} stroke={1.75} aria-hidden="true" />
          {t("retry")}
        </Button>
      ) : null}
    </div>
  );
}
