import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { type Language, languages } from "@/shared/i18n";
import { CopyButton } from "@/shared/ui/copy-button";
import { ErrorState } from "@/shared/ui/error-state";
import { Segmented } from "@/shared/ui/segmented";
import { Select } from "@/shared/ui/select";
import { Skeleton } from "@/shared/ui/skeleton";
import type { Source } from "./source";

const kinds = ["widget", "form", "server"] as const;
const languageOptions = Object.entries(languages).map(([id, label]) => ({ id: id as Language, label }));

/** Code to copy into a site: a widget, a plain form, or a signed request from a server. */
export function SnippetPart({ source }: { source: Source }) {
  const { t, i18n } = useTranslation(["sources", "common"]);
  const [kind, setKind] = useState<(typeof kinds)[number]>("widget");
  const [language, setLanguage] = useState(i18n.language as Language);
  const params = { path: { source_id: source.id }, query: { language } };
  const { data, error, refetch } = api.useQuery("get", "/api/v1/lead-sources/{source_id}/snippet", { params });
  return (
    <section className="grid gap-3">
      <h3 className="font-semibold">{t("snippet.title")}</h3>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label={t("snippet.title")}
          options={kinds.map((id) => ({ id, label: t(`snippet.${id}`) }))}
          value={kind}
          onChange={setKind}
        />
        {kind === "server" ? null : (
          <Select
            aria-label={t("snippet.language")}
            options={languageOptions}
            value={language}
            onChange={setLanguage}
            className="w-36"
          />
        )}
      </div>
      <p className="text-ink-muted text-sm">{t(`snippetHint.${kind}`)}</p>
      {data ? (
        <>
          <Code text={data[kind]} label={t("snippet.copy")} />
          {kind === "widget" ? (
            <details className="text-sm">
              <summary className="cursor-pointer rounded-sm pointer-coarse:py-3 text-ink-soft">
                {t("snippet.csp")}
              </summary>
              <div className="pt-2">
                <Code text={data.csp} label={t("snippet.copyCsp")} />
              </div>
            </details>
          ) : null}
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <Skeleton className="h-24" />
      )}
    </section>
  );
}

function Code({ text, label }: { text: string; label: string }) {
  return (
    <div className="grid min-w-0 gap-2">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={label} className="scroll-area max-h-64 rounded-md border bg-sunken p-3">
        <pre className="whitespace-pre-wrap break-all font-mono text-xs leading-5">{text}</pre>
      </section>
      <div className="justify-self-start">
        <CopyButton text={text} label={label} />
      </div>
    </div>
  );
}
