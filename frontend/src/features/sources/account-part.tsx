import { IconFlask } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { ErrorState } from "@/shared/ui/error-state";
import { FormAlert } from "@/shared/ui/form";
import { SkeletonText } from "@/shared/ui/skeleton";
import { AccountActions, ConnectButton } from "./account-actions";
import { RehearsePart } from "./rehearse-part";
import { SetupSteps } from "./setup-steps";
import { isLinked, type Refusal, type Source } from "./source";
import { TakePart } from "./take-part";

interface AccountPartProps {
  source: Source;
  outcome?: Refusal | "connected";
}

/** An account with a vendor: the way to it step by step, then how it fares and what it brings. */
export function AccountPart({ source, outcome }: AccountPartProps) {
  const { t } = useTranslation("sources");
  const params = { path: { source_id: source.id } };
  const setup = api.useQuery("get", "/api/v1/lead-sources/{source_id}/connection", { params });
  if (setup.error) return <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />;
  if (!setup.data) return <SkeletonText lines={6} />;
  const linked = isLinked(source);
  return (
    <div className="grid gap-6">
      <Outcome source={source} outcome={outcome} />
      {(linked ? source.simulated : setup.data.simulated) ? (
        <p className="flex gap-2 rounded-md bg-accent-soft px-3 py-2 text-accent-ink text-sm">
          <IconFlask size={17} className="shrink-0" aria-hidden="true" />
          <span>
            <strong className="font-semibold">{t("simulated")}.</strong> {t("simulatedText")}
          </span>
        </p>
      ) : null}
      {linked && source.last_event_at ? null : <SetupSteps source={source} setup={setup.data} />}
      {linked ? (
        <>
          {source.simulated && source.state !== "reauth_required" ? <RehearsePart source={source} /> : null}
          <Facts source={source} />
          <TakePart source={source} />
          <AccountActions source={source} />
        </>
      ) : null}
    </div>
  );
}

function Outcome({ source, outcome }: AccountPartProps) {
  const { t } = useTranslation("sources");
  if (outcome === "connected" && source.state === "active") {
    return (
      <p role="status" className="rounded-md bg-good-soft px-3 py-2 text-good text-sm">
        {t("back.connected")}
      </p>
    );
  }
  if (!outcome || outcome === "connected") return null;
  return <FormAlert>{t("back.refused", { reason: t(`back.reason.${outcome}`) })}</FormAlert>;
}

const scopes = [
  "instagram_business_basic",
  "instagram_business_manage_messages",
  "instagram_business_manage_comments",
] as const;

function Facts({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const format = useFormat();
  const missing = scopes.filter((scope) => source.missing?.includes(scope));
  const facts: [name: string, value: string][] = [
    [t("card.account"), source.account_name ?? ""],
    [t("account.since"), source.connected_at ? format.dateTime(source.connected_at) : ""],
    [t("account.until"), source.access_until ? format.date(source.access_until) : t("account.noEnd")],
    [t("card.lastEvent"), source.last_event_at ? format.relative(source.last_event_at) : t("card.never")],
    [t("card.today"), format.number(source.events_today ?? 0)],
  ];
  return (
    <section className="grid gap-3 border-t pt-4">
      {source.state === "reauth_required" ? (
        <>
          <FormAlert>{t("account.lost")}</FormAlert>
          <ConnectButton source={source} look="primary" />
        </>
      ) : source.last_error ? (
        <p className="break-words text-sm text-warn">{source.last_error}</p>
      ) : null}
      <dl className="grid gap-1.5 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-3">
            <dt className="shrink-0 text-ink-soft">{name}</dt>
            <dd className="tabular min-w-0 truncate font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {missing.length ? (
        <p className="text-sm text-warn">
          {t("account.missing", { names: missing.map((scope) => t(`account.scope.${scope}`)).join(", ") })}
        </p>
      ) : null}
    </section>
  );
}
