import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";

const parts = ["what", "not", "who", "fair"] as const;

/** What is measured, in plain words and with the company's numbers: everybody may read it, nothing is measured besides. */
export function NoticeText() {
  const { t } = useTranslation("worktime");
  const { data: company } = api.useQuery("get", "/api/v1/company");
  return (
    <div className="grid gap-2 text-pretty text-ink-soft text-sm">
      {parts.map((part) => (
        <p key={part}>{t(`notice.${part}`)}</p>
      ))}
      {company ? (
        <>
          <p>{t("notice.idle", { count: company.idle_limit_minutes })}</p>
          <p>{t("notice.silence", { count: company.shift_grace_minutes })}</p>
          <p>{t("notice.kept", { count: company.retention_months })}</p>
        </>
      ) : null}
    </div>
  );
}
