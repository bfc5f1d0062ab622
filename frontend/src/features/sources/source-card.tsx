import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useColleagues } from "@/shared/crm/people";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { useWaiting } from "./dead-letters";
import { MendButton } from "./mend";
import { adapterOf, hasAccount, isLinked, type Source } from "./source";
import { SourceState } from "./source-state";
import { Trouble } from "./trouble";
import { useChannelWords, useHow, useOffers } from "./use-channels";

/** One connection: whether it works, what came, to whom it goes, and the one button that mends what is wrong. */
export function SourceCard({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const words = useChannelWords(adapterOf(source));
  const how = useHow(source);
  const isKnown = useOffers().isSuccess;
  const isOffer = hasAccount(source) && !isLinked(source);
  return (
    <li className="relative grid content-start gap-3 rounded-lg border bg-raised p-4 shadow-card has-[a:hover]:border-line-strong">
      <div className="flex items-center gap-2.5">
        <ChannelIcon channel={source.channel} size={20} />
        <h2 className="min-w-0 flex-1 truncate font-semibold">
          <Link
            to="/sources"
            search={{ open: source.id }}
            className="rounded-sm after:absolute after:inset-0 after:rounded-lg"
          >
            {source.name}
          </Link>
        </h2>
        <SourceState state={source.state} />
      </div>
      {source.simulated ? (
        <span>
          <Badge tone="accent">{t("simulated")}</Badge>
        </span>
      ) : null}
      {isOffer ? (
        <>
          <p className="text-ink-muted text-sm">{words.say("brings")}</p>
          {/* Said before it is known, so that no card grows under the hand. */}
          {how || !isKnown ? (
            <span className="font-medium text-accent-ink text-sm">{t("gallery.connect")}</span>
          ) : (
            <span className="text-ink-muted text-sm">{t("gallery.absent")}</span>
          )}
        </>
      ) : (
        <>
          <Figures source={source} />
          <Trouble source={source} />
          {/* Above the card's own link. */}
          <div className="relative z-10 empty:hidden">
            <MendButton source={source} />
          </div>
        </>
      )}
    </li>
  );
}

function Figures({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const format = useFormat();
  const rule = useRuleText(source);
  const waiting = useWaiting()(source);
  const facts: [name: string, value: string, isLoud?: boolean][] = [
    ...(source.account_name ? ([[t("card.account"), source.account_name]] as [string, string][]) : []),
    [t(source.account_name ? "card.eventsToday" : "card.today"), format.number(source.events_today ?? 0)],
    [
      t(source.account_name ? "card.lastEvent" : "card.last"),
      source.last_event_at ? format.relative(source.last_event_at) : t("card.never"),
    ],
    [t("card.parked"), format.number(waiting), waiting > 0],
    [t("card.rule"), rule],
  ];
  return (
    <dl className="grid gap-1.5 text-sm">
      {facts.map(([name, value, isLoud]) => (
        <div key={name} className="flex justify-between gap-3">
          <dt className="shrink-0 text-ink-soft">{name}</dt>
          <dd className={`tabular min-w-0 truncate ${isLoud ? "font-semibold text-warn" : ""}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The rule in a few words; with the name where leads always go to one person. */
function useRuleText({ assignment_rule, fixed_manager_id }: Source): string {
  const { t } = useTranslation("sources");
  const person = useColleagues().find(({ id }) => id === fixed_manager_id);
  if (assignment_rule === "fixed" && person) return person.full_name;
  return assignment_rule ? t(`rule.${assignment_rule}`) : "";
}
