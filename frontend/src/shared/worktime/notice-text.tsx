import { useTranslation } from "react-i18next";

const parts = ["what", "not", "who", "fair"] as const;

/** What is measured, in plain words: everybody may read it, nothing is measured besides. */
export function NoticeText({ idle, months }: { idle?: number; months?: number }) {
  const { t } = useTranslation("worktime");
  return (
    <div className="grid gap-2 text-pretty text-ink-soft text-sm">
      {parts.map((part) => (
        <p key={part}>{t(`notice.${part}`)}</p>
      ))}
      {idle ? <p>{t("notice.idle", { count: idle })}</p> : null}
      {months ? <p>{t("notice.kept", { count: months })}</p> : null}
    </div>
  );
}
