import { IconChartBar } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api, client, invalidate, type Schemas } from "@/shared/api/client";
import { useRuleWords } from "@/shared/crm/rule-words";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { SkeletonText } from "@/shared/ui/skeleton";
import { toast, toastError } from "@/shared/ui/toast";

type Precision = Schemas["RulePrecision"];

/** How often people agreed with each rule; who lost his trust can get it back. */
export function TrustTab() {
  const { t } = useTranslation("rules");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/review/precision");
  if (!data) return error ? <ErrorState error={error} onRetry={refetch} /> : <SkeletonText lines={6} />;
  if (!data.items.length) {
    return (
      <EmptyState icon={IconChartBar} title={t("review.trust.empty")}>
        {t("review.trust.emptyText")}
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-3">
      <p className="text-ink-muted text-sm">{t("review.trust.lead")}</p>
      <table className="w-full text-left">
        <thead className="text-ink-muted text-xs">
          <tr className="border-b">
            <th className="py-2 font-medium">{t("review.trust.rule")}</th>
            <th className="py-2 text-right font-medium">{t("review.trust.hits")}</th>
            <th className="py-2 text-right font-medium">{t("review.trust.precision")}</th>
            <th className="py-2 text-right font-medium max-sm:hidden">{t("review.trust.week")}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((row) => (
            <Row key={row.rule} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: Precision }) {
  const words = useRuleWords();
  const format = useFormat();
  const [latest] = row.weeks;
  return (
    <tr className="border-b align-top">
      <td className="py-2.5">
        <span className="block">{words.intent(row.rule)}</span>
        <span className="text-ink-muted text-xs">{row.rule}</span>
        {row.demoted_at ? <Demoted rule={row.rule} at={row.demoted_at} /> : null}
      </td>
      <td className="tabular py-2.5 text-right">{row.hits}</td>
      <td className="tabular py-2.5 text-right">{row.hits ? format.percent(row.correct / row.hits) : "—"}</td>
      <td className="tabular py-2.5 text-right text-ink-soft max-sm:hidden">
        {latest ? `${latest.correct} / ${latest.hits}` : "—"}
        {latest ? <span className="block text-ink-muted text-xs">{format.calendarDay(latest.week)}</span> : null}
      </td>
    </tr>
  );
}

function Demoted({ rule, at }: { rule: string; at: string }) {
  const { t } = useTranslation("rules");
  const format = useFormat();
  const trust = async () => {
    try {
      await client.POST("/api/v1/review/rules/{rule}/trust", { params: { path: { rule } } });
      toast(t("review.trust.trusted"), { tone: "good" });
    } catch (error) {
      toastError(error);
    }
    await invalidate("/api/v1/review");
  };
  return (
    <span className="mt-1.5 flex flex-wrap items-center gap-2">
      <Badge tone="warn">{t("review.trust.demoted", { at: format.date(at) })}</Badge>
      <Button onPress={() => void trust()}>{t("review.trust.again")}</Button>
    </span>
  );
}
