import { IconFilter } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { BarList } from "@/shared/charts/bar-list";
import { useFormat } from "@/shared/lib/use-format";
import { EmptyState } from "@/shared/ui/empty-state";
import { Panel } from "@/shared/ui/page";
import { lookAgain, useAsked, useOpenRows } from "./asked";
import { Explain } from "./explain";
import { FunnelStages } from "./funnel-stages";
import { PeriodLine } from "./period-line";
import { whenHere } from "./report-state";

/** What became of the deals that entered each stage, and why some were lost. */
export function FunnelTab() {
  const report = api.useQuery(
    "get",
    "/api/v1/kpi/funnel",
    { params: { query: useAsked() } },
    { placeholderData: keepPreviousData, refetchInterval: ({ state }) => lookAgain(state.data?.period.live) },
  );
  return whenHere(report, (data) => <FunnelView report={data} />);
}

export function FunnelView({ report }: { report: Schemas["FunnelReport"] }) {
  const { t } = useTranslation(["reports", "crm"]);
  const format = useFormat();
  const open = useOpenRows();
  const isEmpty = report.stages.every(({ entered }) => entered === 0);
  const reasons = report.lost_reasons.map(({ reason, deals }) => ({
    id: reason,
    name: t(`crm:lostReason.${reason as "price"}`, { defaultValue: reason }),
    value: deals,
    color: "var(--stage-lost)",
  }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PeriodLine period={report.period} isAlone />
      {isEmpty ? (
        <Panel>
          <EmptyState icon={IconFilter} title={t("empty.funnel")}>
            {t("empty.funnelText")}
          </EmptyState>
        </Panel>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <FunnelStages stages={report.stages} />
          <Panel title={t("lost.title")} actions={<Explain metric="deals_lost" name={t("lost.title")} />}>
            {reasons.length > 0 ? (
              <BarList
                title={t("lost.title")}
                items={reasons}
                formatValue={format.number}
                onOpen={(reason) => open("deals_lost", { reason })}
              />
            ) : (
              <p className="text-ink-muted">{t("lost.none")}</p>
            )}
          </Panel>
        </div>
      )}
      <p className="text-pretty text-ink-muted text-xs">{t("funnel.note")}</p>
    </div>
  );
}
