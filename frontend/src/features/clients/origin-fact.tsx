import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useIsAdmin } from "@/shared/api/me";
import { originLine, useRuleWords } from "@/shared/crm/rule-words";
import { useSources } from "@/shared/crm/sources";
import { overlayPart } from "@/shared/lib/lazy-part";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Panel, PanelTrigger } from "@/shared/ui/panel";
import type { Facts } from "./use-client";

const OriginDialog = overlayPart(async () => (await import("./origin-dialog")).OriginDialog);

/** "Instagram · комментарий под рекламой · осень", why, and an admin's own word on it. */
export function OriginFact({ client }: { client: Pick<Facts, "id" | "origin"> }) {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  const isAdmin = useIsAdmin();
  const [isEditing, setEditing] = useState(false);
  const { origin } = client;
  return (
    <>
      {origin ? <span className="block text-sm [overflow-wrap:anywhere]">{originLine(origin, words)}</span> : null}
      <div className="-ml-3 flex flex-wrap">
        {origin ? (
          <PanelTrigger>
            <Button look="ghost">{t("origin.why")}</Button>
            <Panel placement="bottom start" className="w-80 max-w-[90vw] p-4">
              <OriginWhy origin={origin} />
            </Panel>
          </PanelTrigger>
        ) : null}
        {isAdmin ? (
          <Button look="ghost" onPress={() => setEditing(true)}>
            {t(origin ? "origin.change" : "origin.say")}
          </Button>
        ) : null}
      </div>
      {isEditing ? <OriginDialog client={client} onClose={() => setEditing(false)} /> : null}
    </>
  );
}

/** A person's word, when there is one, with what the rules say beside it. */
function Decided({ origin }: { origin: Schemas["Origin"] }) {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  const format = useFormat();
  const { decided, by_rules } = origin;
  if (!decided) return null;
  return (
    <>
      <Line label={t("origin.byPerson")}>
        {t("origin.who", { name: decided.by?.full_name ?? "—", at: format.dateTime(decided.at) })}
        <span className="block text-ink-soft [overflow-wrap:anywhere]">{decided.note}</span>
      </Line>
      <Line label={t("origin.byRules")}>{by_rules ? originLine(by_rules, words) : t("origin.unknownByRules")}</Line>
    </>
  );
}

/** The rule that decided, the one that named it, and the facts they rest on. */
function OriginWhy({ origin }: { origin: Schemas["Origin"] }) {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  const connections = new Map(useSources().map(({ id, name }) => [id, name]));
  const evidence = Object.entries(origin.evidence).map(([fact, value]) => ({
    fact: words.fact(fact),
    value:
      fact === "kind"
        ? words.kind(value)
        : fact === "channel"
          ? words.channel(value)
          : (connections.get(value) ?? value),
  }));
  return (
    <dl className="grid gap-2 text-sm">
      <Decided origin={origin} />
      {origin.decided ? null : <Line label={t("origin.rule")}>{`${words.source(origin.rule)} (${origin.rule})`}</Line>}
      {origin.named_by ? <Line label={t("origin.named")}>{origin.label || words.source(origin.named_by)}</Line> : null}
      <Line label={t("origin.confidence")}>{`${words.medium(origin.medium)}, ${origin.confidence} %`}</Line>
      {evidence.length > 0 ? (
        <Line label={t("origin.evidence")}>
          {evidence.map(({ fact, value }) => (
            <span key={fact} className="block [overflow-wrap:anywhere]">{`${fact}: ${value}`}</span>
          ))}
        </Line>
      ) : null}
    </dl>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-muted text-xs">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
