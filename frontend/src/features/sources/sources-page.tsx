import { IconAlertTriangle, IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { overlayPart } from "@/shared/lib/lazy-part";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { PageLinks } from "@/shared/ui/page-links";
import { Skeleton } from "@/shared/ui/skeleton";
import { DeadPanel, useWaiting } from "./dead-letters";
import { NamesPanel } from "./names-panel";
import { byState, isConnection, type Source } from "./source";
import { SourceCard } from "./source-card";
import { UndeliveredPanel } from "./undelivered-panel";

const Gallery = overlayPart(async () => (await import("./gallery")).Gallery);
const SourceSheet = overlayPart(async () => (await import("./source-sheet")).SourceSheet);

/** Where leads come from by themselves, how each connection fares, and what people write in by hand. */
export function SourcesPage() {
  const { t } = useTranslation(["sources", "rules"]);
  const navigate = useNavigate({ from: "/sources" });
  const { open, source: returned, tab, new: isNew, connected, refused } = useSearch({ from: "/_app/sources" });
  const { data, error, refetch } = api.useQuery("get", "/api/v1/lead-sources", {}, { refetchInterval: 30_000 });
  const shown = data?.items.find(({ id }) => id === (open ?? returned));
  const show = (change: object) => navigate({ search: (before) => ({ ...before, ...change }) });
  return (
    <Page
      title={t("title")}
      filters={
        <PageLinks
          label={t("rules:rules.links")}
          links={[
            { to: "/sources", label: t("rules:rules.connections") },
            { to: "/sources/rules", label: t("rules:rules.title") },
          ]}
        />
      }
      actions={
        <Button look="primary" onPress={() => show({ new: true })}>
          <IconPlus size={16} aria-hidden="true" />
          <span className="max-sm:sr-only">{t("gallery.open")}</span>
        </Button>
      }
    >
      <UndeliveredPanel />
      {data ? (
        <Sources sources={data.items} />
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          <Skeleton className="h-44" />
          <Skeleton className="h-44" />
          <Skeleton className="h-44" />
        </div>
      )}
      {shown && isConnection(shown) ? (
        <SourceSheet
          source={shown}
          tab={tab ?? "connect"}
          outcome={connected ? "connected" : refused}
          onTab={(next) => show({ tab: next })}
          onClose={() => navigate({ search: {} })}
        />
      ) : null}
      {isNew ? <Gallery sources={data?.items ?? []} onClose={() => show({ new: undefined })} /> : null}
    </Page>
  );
}

function Sources({ sources }: { sources: Source[] }) {
  const { t } = useTranslation("sources");
  const navigate = useNavigate({ from: "/sources" });
  const connections = byState(sources.filter(isConnection));
  const waitingAt = useWaiting();
  const waiting = sources.filter((source) => waitingAt(source) > 0);
  const count = waiting.reduce((sum, source) => sum + waitingAt(source), 0);
  const [first] = waiting;
  return (
    <div className="grid gap-6">
      {first ? (
        <div role="status" className="flex flex-wrap items-center gap-3 rounded-lg bg-warn-soft px-4 py-2.5">
          <IconAlertTriangle size={18} className="shrink-0 text-warn" aria-hidden="true" />
          <span className="min-w-0 flex-1">{t("waiting", { count })}</span>
          <Button onPress={() => navigate({ search: { open: first.id, tab: "events" } })}>{t("look")}</Button>
        </div>
      ) : null}
      <DeadPanel />
      {connections.length ? (
        <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {connections.map((source) => (
            <SourceCard key={source.id} source={source} />
          ))}
        </ul>
      ) : (
        <EmptyState
          icon={IconPlugConnected}
          title={t("empty.title")}
          action={
            <Button look="primary" onPress={() => navigate({ search: { new: true } })}>
              {t("gallery.open")}
            </Button>
          }
        >
          {t("empty.text")}
        </EmptyState>
      )}
      <NamesPanel sources={sources.filter((source) => !isConnection(source))} />
    </div>
  );
}
