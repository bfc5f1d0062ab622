import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { originLine, useRuleWords } from "@/shared/crm/rule-words";
import { useSources } from "@/shared/crm/sources";
import { Button } from "@/shared/ui/button";
import { Panel, PanelTrigger } from "@/shared/ui/panel";

/** "Instagram · комментарий под рекламой · осень", and why. */
export function OriginFact({ origin }: { origin: Schemas["Origin"] }) {
  const { t } = useTranslation("rules");
  return (
    <>
      <span className="block break-words text-sm">{originLine(origin, useRuleWords())}</span>
      <PanelTrigger>
        <Button look="ghost" size="tiny" className="-ml-2">
          {t("origin.why")}
        </Button>
        <Panel placement="bottom start" className="w-80 max-w-[90vw] p-4">
          <OriginWhy origin={origin} />
        </Panel>
      </PanelTrigger>
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
      <Line label={t("origin.rule")}>{`${words.source(origin.rule)} (${origin.rule})`}</Line>
      {origin.named_by ? <Line label={t("origin.named")}>{origin.label || words.source(origin.named_by)}</Line> : null}
      <Line label={t("origin.confidence")}>{`${words.medium(origin.medium)}, ${origin.confidence} %`}</Line>
      <Line label={t("origin.evidence")}>
        {evidence.map(({ fact, value }) => (
          <span key={fact} className="block [overflow-wrap:anywhere]">{`${fact}: ${value}`}</span>
        ))}
      </Line>
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
