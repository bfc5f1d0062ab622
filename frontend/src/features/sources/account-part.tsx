import { IconFlask } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { ErrorState } from "@/shared/ui/error-state";
import { FormAlert } from "@/shared/ui/form";
import { SkeletonText } from "@/shared/ui/skeleton";
import { AccountActions } from "./account-actions";
import { ChoicesPart } from "./choices-part";
import { ConnectButton } from "./connect-button";
import { ConnectPart } from "./connect-part";
import { KeysPart } from "./keys-part";
import { CheckButton } from "./mend";
import { RehearsePart } from "./rehearse-part";
import type { Refusal } from "./search";
import { type Setup, SetupSteps } from "./setup-steps";
import { adapterOf, isLinked, type Source } from "./source";
import { TestLead } from "./test-lead";
import { Trouble } from "./trouble";
import { useChannelWords } from "./use-channels";

interface AccountPartProps {
  source: Source;
  outcome?: Refusal | "connected";
}

/** An account with a vendor: the way to it step by step, then how it fares and what it brings. */
export function AccountPart({ source, outcome }: AccountPartProps) {
  const params = { path: { source_id: source.id } };
  const setup = api.useQuery("get", "/api/v1/lead-sources/{source_id}/connection", { params });
  if (setup.error) return <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />;
  if (!setup.data) return <SkeletonText lines={6} />;
  // A package whose leads come with a key that a page carries.
  if (setup.data.how === "snippet") return <ConnectPart source={source} />;
  const linked = isLinked(source);
  // (What is lost again was done once: what mends it stands above.)
  const isDone = linked && (source.last_event_at || source.state === "reauth_required");
  return (
    <div className="grid gap-6">
      <Outcome source={source} outcome={outcome} />
      {(linked ? source.simulated : setup.data.simulated) ? <Simulated /> : null}
      {linked ? <Mend source={source} setup={setup.data} /> : null}
      {isDone ? null : <SetupSteps source={source} setup={setup.data} />}
      {linked ? <Linked source={source} setup={setup.data} /> : null}
    </div>
  );
}

function Linked({ source, setup }: { source: Source; setup: Setup }) {
  const works = source.state !== "reauth_required" && source.state !== "error";
  return (
    <>
      {works ? source.simulated ? <RehearsePart source={source} /> : <TestLead source={source} /> : null}
      <Facts source={source} />
      <div className="border-t pt-4">
        <ChoicesPart source={source} setup={setup} />
      </div>
      <AccountActions source={source} setup={setup} />
    </>
  );
}

function Outcome({ source, outcome }: AccountPartProps) {
  const { t } = useTranslation("sources");
  const { who } = useChannelWords(adapterOf(source));
  if (outcome === "connected" && source.state === "active") {
    return (
      <p role="status" className="rounded-md bg-good-soft px-3 py-2 text-good text-sm">
        {t("back.connected")}
      </p>
    );
  }
  if (!outcome || outcome === "connected") return null;
  return <FormAlert>{t("back.refused", { reason: t(`back.reason.${outcome}`, { channel: who }) })}</FormAlert>;
}

function Simulated() {
  const { t } = useTranslation("sources");
  return (
    <p className="flex gap-2 rounded-md bg-accent-soft px-3 py-2 text-accent-ink text-sm">
      <IconFlask size={17} className="shrink-0" aria-hidden="true" />
      <span>
        <strong className="font-semibold">{t("simulated")}.</strong> {t("simulatedText")}
      </span>
    </p>
  );
}

/** What is wrong, and right under it what mends it. */
function Mend({ source, setup }: { source: Source; setup: Setup }) {
  const { t } = useTranslation("sources");
  if (source.state !== "reauth_required") {
    const isAskable = source.state === "error" || source.state === "degraded";
    return (
      <Trouble source={source}>
        {isAskable ? (
          <div>
            <CheckButton source={source} label={source.state === "error" ? t("mend.again") : undefined} />
          </div>
        ) : null}
      </Trouble>
    );
  }
  return (
    <div className="grid gap-4">
      <Trouble source={source} />
      {setup.how === "keys" ? (
        <KeysPart source={source} setup={setup} />
      ) : (
        <ConnectButton source={source} look="primary" />
      )}
    </div>
  );
}

const scopes = [
  "instagram_business_basic",
  "instagram_business_manage_messages",
  "instagram_business_manage_comments",
] as const;

function Facts({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const format = useFormat();
  const known = scopes.filter((scope) => source.missing?.includes(scope));
  const names = [
    ...known.map((scope) => t(`account.scope.${scope}`)),
    ...(source.missing ?? []).filter((scope) => !known.some((one) => one === scope)),
  ];
  const facts: [name: string, value: string][] = [
    [t("card.account"), source.account_name ?? ""],
    [t("account.since"), source.connected_at ? format.dateTime(source.connected_at) : ""],
    [t("account.until"), source.access_until ? format.date(source.access_until) : t("account.noEnd")],
    [t("card.lastEvent"), source.last_event_at ? format.relative(source.last_event_at) : t("card.never")],
    [t("card.eventsToday"), format.number(source.events_today ?? 0)],
  ];
  return (
    <section className="grid gap-3 border-t pt-4">
      <dl className="grid gap-1.5 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-3">
            <dt className="shrink-0 text-ink-soft">{name}</dt>
            <dd className="tabular min-w-0 truncate font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {names.length ? (
        <p className="text-sm text-warn [overflow-wrap:anywhere]">
          {t("account.missing", { names: names.join(", ") })}
        </p>
      ) : null}
    </section>
  );
}
