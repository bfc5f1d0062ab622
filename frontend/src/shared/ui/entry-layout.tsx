import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Language, languages, setLanguage } from "@/shared/i18n";

interface EntryLayoutProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  isWide?: boolean;
}

/** One quiet column for the pages before the sign-in. */
export function EntryLayout({ title, lead, children, isWide = false }: EntryLayoutProps) {
  const { t } = useTranslation();
  return (
    <div className="flex min-h-dvh flex-col bg-canvas px-4 py-6">
      <title>{`${title} · ${t("appName")}`}</title>
      <main
        className={`m-auto grid w-full gap-5 py-4 sm:rounded-xl sm:border sm:bg-surface sm:p-8 sm:shadow-card ${isWide ? "max-w-lg" : "max-w-sm"}`}
      >
        <div className="grid gap-1.5">
          <div className="mb-4 flex items-center gap-2.5">
            <img src="/favicon.svg" alt="" width={32} height={32} />
            <span className="font-semibold text-lg tracking-tight">{t("appName")}</span>
          </div>
          <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
          {lead ? <p className="text-pretty text-ink-muted">{lead}</p> : null}
        </div>
        {children}
      </main>
      <LanguageSwitch />
    </div>
  );
}

function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  return (
    <nav aria-label={t("language")} className="mx-auto flex gap-1">
      {(Object.keys(languages) as Language[]).map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={i18n.language === code}
          onClick={() => void setLanguage(code)}
          className="h-8 pointer-coarse:h-11 cursor-pointer rounded-md px-2.5 text-ink-muted text-sm hover:text-ink aria-pressed:font-medium aria-pressed:text-ink"
        >
          {languages[code]}
        </button>
      ))}
    </nav>
  );
}
