import { useTranslation } from "react-i18next";

/** A screen whose code or data is still on its way. */
export function RoutePending() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")} className="grid min-h-40 flex-1 place-items-center">
      <span className="size-5 animate-spin rounded-full border-2 border-line-strong border-t-accent" />
    </div>
  );
}
