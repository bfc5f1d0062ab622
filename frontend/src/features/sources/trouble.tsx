import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { adapterOf, type Source, troubleOf } from "./source";
import { useChannelWords } from "./use-channels";

/** What is wrong with a connection, in words, with the vendor's own under it; nothing where nothing is. */
export function Trouble({ source, children }: { source: Source; children?: ReactNode }) {
  const { t } = useTranslation("sources");
  const { who } = useChannelWords(adapterOf(source));
  const trouble = troubleOf(source);
  if (!trouble) return null;
  const isBad = trouble !== "degraded";
  return (
    <div
      role={isBad ? "alert" : "status"}
      className={`grid gap-2 rounded-md px-3 py-2.5 text-sm ${isBad ? "bg-bad-soft" : "bg-warn-soft"}`}
    >
      <p className={`flex gap-2 ${isBad ? "text-bad" : "text-warn"}`}>
        <IconAlertTriangle size={17} className="shrink-0" aria-hidden="true" />
        <span>{t(`trouble.${trouble}`, { channel: who })}</span>
      </p>
      {source.last_error ? (
        <p className="text-ink-soft [overflow-wrap:anywhere]">{t("trouble.words", { words: source.last_error })}</p>
      ) : null}
      {children}
    </div>
  );
}
