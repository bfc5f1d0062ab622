import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, errorText } from "@/shared/api/errors";
import { Button } from "@/shared/ui/button";

/** Stands in the place of a screen that failed; the shell around it stays. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const isKnown = error instanceof ApiError;
  useEffect(() => {
    if (!isKnown) console.error(error);
  }, [error, isKnown]);
  const retry = () => {
    reset();
    router.invalidate();
  };
  return (
    <div role="alert" className="grid min-h-60 flex-1 place-content-center justify-items-center gap-4 p-6 text-center">
      <div className="grid max-w-sm gap-1">
        <h1 className="font-semibold text-lg">{t(isKnown ? "errors.title" : "errors.page")}</h1>
        <p className="text-ink-muted">{errorText(error)}</p>
      </div>
      <div className="flex gap-2">
        <Button onPress={retry}>{t("retry")}</Button>
        {isKnown ? null : <Button onPress={() => window.location.reload()}>{t("errors.reload")}</Button>}
      </div>
    </div>
  );
}
