import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { StageName } from "@/shared/crm/stage";
import { useFormat } from "@/shared/lib/use-format";

type Deal = Schemas["Deal"];

/** Every transition with its date, and what became of the sum; the newest first. */
export function DealHistory({ deal }: { deal: Deal }) {
  const { t } = useTranslation(["deals", "crm"]);
  const format = useFormat();
  const entries = [
    ...deal.history.map((event) => ({
      id: event.id,
      at: event.occurred_at,
      actor: event.actor,
      what: (
        <span className="flex flex-wrap items-center gap-1.5">
          {event.from_stage ? (
            <>
              <StageName stage={event.from_stage} />
              <span aria-hidden="true">→</span>
            </>
          ) : (
            <span className="text-ink-soft">{t("history.created")}</span>
          )}
          <StageName stage={event.to_stage} />
          {event.reason ? <span className="text-ink-soft">· {t(`crm:lostReason.${event.reason}`)}</span> : null}
        </span>
      ),
    })),
    ...deal.amounts.map((event) => ({
      id: event.id,
      at: event.occurred_at,
      actor: event.actor,
      what: (
        <span className="tabular">
          {t("history.amount", {
            before: format.money(event.before_minor, event.currency),
            after: format.money(event.after_minor, event.currency),
          })}
        </span>
      ),
    })),
  ].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  return (
    <ol className="grid gap-3 border-l pl-4">
      {entries.map(({ id, at, actor, what }) => (
        <li key={id} className="grid gap-0.5 text-sm">
          {what}
          <span className="text-ink-muted text-xs">
            <time dateTime={at}>{format.dateTime(at)}</time>
            {actor ? ` · ${actor.full_name}` : ""}
          </span>
        </li>
      ))}
    </ol>
  );
}
