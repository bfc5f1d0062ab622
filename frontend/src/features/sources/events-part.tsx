import { IconInbox } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { formatPhone } from "@/shared/lib/phone";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { ConfirmDialog } from "@/shared/ui/dialog";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { Segmented } from "@/shared/ui/segmented";
import { SkeletonText } from "@/shared/ui/skeleton";
import { toast, toastError } from "@/shared/ui/toast";
import { DeadPart, useWaiting } from "./dead-letters";
import { EventLog } from "./event-log";
import { eventTones, isParked, knownReason, type Source, type SourceEvent } from "./source";
import { refreshSources } from "./use-source";

/** What came in: first what waits for a look, and on request everything; what could not be read stands above both. */
export function EventsPart({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const [chosen, setView] = useState<"parked" | "all">();
  const waiting = useWaiting()(source);
  const view = chosen ?? (waiting > 0 ? "parked" : "all");
  return (
    <div className="grid gap-4">
      <DeadPart source={source} />
      <Segmented
        label={t("tab.events")}
        value={view}
        onChange={setView}
        options={[
          { id: "parked", label: t("events.parked") },
          { id: "all", label: t("events.all") },
        ]}
      />
      {view === "all" ? <EventLog source={source} /> : <Parked source={source} />}
    </div>
  );
}

function Parked({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const params = { query: { source_id: source.id, parked: true } };
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/v1/lead-sources/events",
    { params },
    { refetchInterval: 10_000 },
  );
  if (!data) return error ? <ErrorState error={error} onRetry={refetch} /> : <SkeletonText lines={6} />;
  // (What died is counted above, by reason.)
  const waiting = data.items.filter(({ status }) => status === "quarantined");
  if (!waiting.length) {
    return (
      <EmptyState icon={IconInbox} title={t("events.noneParked")}>
        {t("events.noneParkedText")}
      </EmptyState>
    );
  }
  return (
    <ul className="grid divide-y">
      {waiting.map((event) => (
        <EventRow key={event.id} event={event} />
      ))}
    </ul>
  );
}

function EventRow({ event }: { event: SourceEvent }) {
  const { t } = useTranslation("sources");
  const format = useFormat();
  const reason = knownReason(event.reason);
  return (
    <li className="grid gap-2 py-3 first:pt-0">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{event.name || t("events.nameless")}</span>
        <Badge tone={eventTones[event.status]}>{t(`events.status.${event.status}`)}</Badge>
      </div>
      <p className="tabular flex flex-wrap gap-x-3 text-ink-soft text-sm">
        {event.contacts.map(({ kind, value }) => (
          <span key={kind + value} className="min-w-0 break-all">
            {kind === "phone" ? formatPhone(value) : value}
          </span>
        ))}
        <time dateTime={event.received_at} className="text-ink-muted">
          {format.dateTime(event.received_at)}
        </time>
      </p>
      {event.message ? <p className="whitespace-pre-line break-words text-sm">{event.message}</p> : null}
      {event.reason && (isParked(event) || event.status === "ignored") ? (
        <p className={`break-words text-sm ${isParked(event) ? "text-warn" : "text-ink-muted"}`}>
          {reason ? t(`reason.${reason}`) : event.reason}
        </p>
      ) : null}
      {event.client_id ? (
        <Link
          to="/clients/$id"
          params={{ id: event.client_id }}
          className="justify-self-start rounded-sm text-accent-ink text-sm hover:underline"
        >
          {t("events.client")}
        </Link>
      ) : null}
      <details className="text-sm">
        <summary className="cursor-pointer justify-self-start rounded-sm pointer-coarse:py-3 text-ink-muted">
          {t("events.raw")}
        </summary>
        <pre className="mt-2 whitespace-pre-wrap break-all rounded-md bg-sunken p-3 font-mono text-xs">
          {event.body}
        </pre>
      </details>
      {isParked(event) ? <Settle event={event} /> : null}
    </li>
  );
}

/** A person decides what the machine would not: a lead after all, or rubbish. */
function Settle({ event }: { event: SourceEvent }) {
  const { t } = useTranslation("sources");
  const [isAsking, setAsking] = useState(false);
  const params = { path: { event_id: event.id } };
  const release = api.useMutation("post", "/api/v1/lead-sources/events/{event_id}/release", {
    onSuccess: () => toast(t("events.released"), { tone: "good" }),
    onError: toastError,
    onSettled: refreshSources,
  });
  const discard = api.useMutation("post", "/api/v1/lead-sources/events/{event_id}/discard", {
    onSuccess: () => toast(t("events.discarded")),
    onError: toastError,
    onSettled: () => {
      setAsking(false);
      return refreshSources();
    },
  });
  return (
    <div className="flex flex-wrap gap-2">
      <Button onPress={() => release.mutate({ params })} isPending={release.isPending}>
        {t("events.release")}
      </Button>
      <Button look="ghost" onPress={() => setAsking(true)} isDisabled={release.isPending}>
        {t("events.discard")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => discard.mutate({ params })}
        title={t("events.discardTitle")}
        action={t("events.discard")}
        isDanger
        isPending={discard.isPending}
      >
        {t("events.discardText")}
      </ConfirmDialog>
    </div>
  );
}
