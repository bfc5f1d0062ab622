import { useTranslation } from "react-i18next";
import { api, keyset } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { ErrorState } from "@/shared/ui/error-state";
import { LoadMore } from "@/shared/ui/load-more";
import { Segmented } from "@/shared/ui/segmented";
import { Sheet } from "@/shared/ui/sheet";
import { SkeletonText } from "@/shared/ui/skeleton";
import { closed, route, useAddress, useAsked } from "./asked";
import { Formula, useFormula } from "./explain";
import { FactLine } from "./fact-line";
import { printValue } from "./figure";
import { shiftDay } from "./period";
import { useDayRange } from "./period-line";
import type { Unit } from "./types";

/** What the open figure is, as the API takes it. */
function useChosen() {
  const { rows = "", part, whose, source, channel, type, campaign, stage, reason, since, until } = route.useSearch();
  const asked = useAsked();
  return {
    ...asked,
    ...(since && until ? { period: "custom" as const, from: since, to: shiftDay(until, 1) } : {}),
    manager: whose ?? asked.manager,
    metric: rows,
    part: part ?? ("numerator" as const),
    source,
    channel,
    type,
    campaign,
    stage,
    reason,
  };
}

// What is summed up behind a ratio has a unit of its own.
const partUnit = (unit: Unit | undefined, isRatio: boolean): Unit => {
  if (!unit) return "count";
  if (!isRatio) return unit;
  return unit === "money" || unit === "money_per_hour" ? "money" : "count";
};

/** The rows behind a figure, the newest first; their number or sum is the figure. */
export function RowsSheet() {
  const { t } = useTranslation(["reports", "crm"]);
  const { rows: metric = "", since, until, reason } = route.useSearch();
  const range = useDayRange();
  const change = useAddress();
  const formula = useFormula(metric);
  const close = () => change(closed);
  return (
    <Sheet isOpen onClose={close} title={formula?.name ?? t("rows.title")}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Formula metric={metric} />
        <p className="tabular text-ink-muted text-sm empty:hidden">
          {since && until ? range(since, shiftDay(until, 1)) : null}
          {reason ? t(`crm:lostReason.${reason as "price"}`, { defaultValue: reason }) : null}
        </p>
        {formula?.denominator ? <PartSwitch numerator={formula.numerator} denominator={formula.denominator} /> : null}
        <Rows />
      </div>
    </Sheet>
  );
}

function PartSwitch({ numerator, denominator }: { numerator: string | null; denominator: string }) {
  const { t } = useTranslation("reports");
  const { part } = route.useSearch();
  const change = useAddress();
  const above = useFormula(numerator ?? "")?.name ?? t("rows.numerator");
  const below = useFormula(denominator)?.name ?? t("rows.denominator");
  return (
    <Segmented
      label={t("rows.part")}
      value={part ?? "numerator"}
      onChange={(next) => change({ part: next === "denominator" ? next : undefined })}
      options={[
        { id: "numerator", label: above },
        { id: "denominator", label: below },
      ]}
    />
  );
}

function Rows() {
  const { t } = useTranslation("reports");
  const query = useChosen();
  const formula = useFormula(query.metric);
  const key = query.part === "denominator" ? formula?.denominator : formula?.numerator;
  const behind = useFormula(key ?? query.metric);
  const unit = behind?.unit ?? partUnit(formula?.unit, Boolean(formula?.denominator));
  const list = api.useInfiniteQuery("get", "/api/v1/kpi/rows", { params: { query } }, keyset);
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (!list.data) return <SkeletonText />;
  const rows = list.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <p className="text-ink-muted">{t("rows.empty")}</p>;
  return (
    <>
      <Sum unit={unit} />
      <ul className="-mx-4 border-t lg:-mx-5">
        {rows.map((row) => (
          <FactLine key={`${row.id}${row.at}`} row={row} unit={unit} />
        ))}
      </ul>
      <LoadMore hasMore={list.hasNextPage} isLoading={list.isFetchingNextPage} onMore={list.fetchNextPage} />
    </>
  );
}

/** How many rows there are and what they come to: the same as the figure that opened them. */
function Sum({ unit }: { unit: Unit }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const query = useChosen();
  const { data } = api.useQuery("get", "/api/v1/kpi/rows/sum", { params: { query } });
  if (!data) return null;
  const rows = t("rows.count", { count: data.rows });
  return (
    <p className="tabular flex items-baseline justify-between gap-3">
      <span className="text-ink-muted">{rows}</span>
      {unit === "count" ? null : (
        <b className="font-semibold">
          {unit === "seconds" ? "" : `${t("rows.sum")} `}
          {unit === "seconds"
            ? t("rows.mean", { value: printValue(data.sum / Math.max(1, data.rows), unit, format) })
            : printValue(data.sum, unit, format, true)}
        </b>
      )}
    </p>
  );
}
