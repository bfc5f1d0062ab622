import { IconMail } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { send } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { Page, Panel } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";
import { type Letter, letterLinks } from "./letter";

// The embedded stack's own address: hosted installations do not have it, so OpenAPI does not either.
const readOutbox = async () => ((await (await send("/local/v1/outbox?limit=100")).json()) as { items: Letter[] }).items;

export function OutboxPage() {
  const { t } = useTranslation("settings");
  const query = useQuery({ queryKey: ["get", "/local/v1/outbox"], queryFn: readOutbox, refetchInterval: 10_000 });
  return (
    <Page title={t("outbox.title")}>
      <div className="mx-auto grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-3">
        <p className="text-ink-muted">{t("outbox.lead")}</p>
        {query.isPending ? (
          <SkeletonText lines={6} />
        ) : query.isError ? (
          <ErrorState error={query.error} onRetry={query.refetch} />
        ) : query.data.length === 0 ? (
          <EmptyState icon={IconMail} title={t("outbox.empty")}>
            {t("outbox.emptyText")}
          </EmptyState>
        ) : (
          query.data.map((letter) => <LetterPanel key={letter.id} letter={letter} />)
        )}
      </div>
    </Page>
  );
}

function LetterPanel({ letter }: { letter: Letter }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  return (
    <Panel
      title={letter.subject}
      actions={<span className="tabular text-ink-muted text-xs">{format.dateTime(letter.created_at)}</span>}
    >
      <p className="mb-2 text-ink-muted text-sm">{t("outbox.to", { address: letter.to })}</p>
      <p className="whitespace-pre-line text-sm [overflow-wrap:anywhere]">{letter.text}</p>
      {letterLinks(letter.text).map((link) => (
        <a
          key={link}
          href={link}
          className="mt-3 inline-flex h-8 pointer-coarse:h-11 items-center rounded-md border border-line-strong px-3 font-medium shadow-card hover:bg-sunken"
        >
          {t("outbox.openLink")}
        </a>
      ))}
    </Panel>
  );
}
