import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { formatPhone } from "@/shared/lib/phone";
import { useFormat } from "@/shared/lib/use-format";
import { Badge, type Tone } from "@/shared/ui/badge";
import { ErrorState } from "@/shared/ui/error-state";
import { Panel } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";
import type { usePreview } from "./use-plan";

type PreviewRow = Schemas["PreviewRow"];
type Outcome = PreviewRow["outcome"];

export const outcomeTones: Record<Outcome, Tone> = {
  pending: "neutral",
  created: "good",
  updated: "accent",
  skipped: "neutral",
  failed: "bad",
};

/** What a run would do: how many of each, then rows as they would be, with reasons beside those that would not. */
export function PreviewPanel({ preview }: { preview: ReturnType<typeof usePreview> }) {
  const { t } = useTranslation("import");
  if (preview.error) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data) {
    return (
      <Panel title={t("preview.title")}>
        <SkeletonText lines={5} />
      </Panel>
    );
  }
  const { rows, looked_at } = preview.data;
  return (
    <Panel title={t("preview.title")}>
      <div aria-busy={preview.isFetching} className={preview.isPlaceholderData ? "opacity-60" : ""}>
        <Counts counts={preview.data} />
        <p className="pt-2 pb-3 text-ink-muted text-sm">{t("preview.lookedAt", { count: looked_at })}</p>
        <ul className="grid divide-y border-t">
          {rows.map((row) => (
            <PreviewLine key={row.number} row={row} />
          ))}
        </ul>
      </div>
    </Panel>
  );
}

/** How many rows become what, as figures in one line. */
export function Counts({
  counts,
}: {
  counts: Pick<Schemas["ImportPreview"], "created" | "updated" | "skipped" | "failed">;
}) {
  const { t } = useTranslation("import");
  const format = useFormat();
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      {(["created", "updated", "skipped", "failed"] as const).map((name) => (
        <div key={name} className="grid">
          <dt className="text-ink-muted text-xs">{t(`count.${name}`)}</dt>
          <dd className={`tabular font-semibold text-xl ${name === "failed" && counts.failed > 0 ? "text-bad" : ""}`}>
            {format.number(counts[name])}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function PreviewLine({ row }: { row: PreviewRow }) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const facts = [row.phone ? formatPhone(row.phone) : null, row.email, row.company, row.city];
  return (
    <li className="grid gap-x-3 gap-y-0.5 py-2 sm:grid-cols-[3.5rem_7rem_minmax(0,1fr)] sm:items-baseline">
      <span className="tabular text-ink-muted text-xs">{t("preview.line", { number: format.number(row.number) })}</span>
      <span>
        <Badge tone={outcomeTones[row.outcome]}>{t(`outcome.${row.outcome}`)}</Badge>
      </span>
      <span className="grid min-w-0">
        <span className="min-w-0 break-words">
          <span className="font-medium">{row.name ?? "—"}</span>{" "}
          <span className="tabular text-ink-muted text-sm">{facts.filter(Boolean).join(" · ")}</span>
        </span>
        {row.reasons.map((reason) => (
          <span
            key={`${reason.code} ${reason.field} ${reason.value}`}
            className={`break-words text-sm ${row.outcome === "failed" ? "text-bad" : "text-ink-muted"}`}
          >
            {reason.value && !reason.message.includes(reason.value) ? `${reason.value}: ` : ""}
            {reason.message}
          </span>
        ))}
      </span>
    </li>
  );
}
