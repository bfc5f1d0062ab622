import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { BarList } from "@/shared/charts/bar-list";
import { useFormat } from "@/shared/lib/use-format";
import { Panel } from "@/shared/ui/page";
import { useOpenRows } from "./asked";
import { Explain } from "./explain";
import { printValue } from "./figure";
import type { Unit } from "./types";

const metrics = ["sales_per_hour", "won_per_hour", "leads_per_hour"] as const;

interface HourlyResultsProps {
  report: Schemas["ManagersReport"];
  isOwn: boolean;
}

/** What an active hour brings, each against the middle of the team. */
export function HourlyResults({ report, isOwn }: HourlyResultsProps) {
  const { t } = useTranslation("reports");
  const known = metrics.filter((metric) => report.managers.some(({ figures }) => figures[metric]?.value != null));
  return (
    <Panel title={t("hourly.title")}>
      {known.length === 0 ? (
        <p className="text-pretty text-ink-muted">{t("hourly.empty")}</p>
      ) : (
        <>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-6 lg:grid-cols-3">
            {known.map((metric) => (
              <Results key={metric} metric={metric} report={report} />
            ))}
          </div>
          <p className="mt-4 text-pretty text-ink-muted text-xs">{t(isOwn ? "hourly.noteOwn" : "hourly.note")}</p>
        </>
      )}
    </Panel>
  );
}

function Results({ metric, report }: { metric: (typeof metrics)[number]; report: Schemas["ManagersReport"] }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const open = useOpenRows();
  const name = t(`figure.${metric}`);
  const unit: Unit = metric === "sales_per_hour" ? "money_per_hour" : "per_hour";
  const print = (value: number) => printValue(value, unit, format);
  const { median = null, sample = 0 } = report.team_medians[metric] ?? {};
  const items = report.managers
    .flatMap(({ manager, figures }) => {
      const value = figures[metric]?.value;
      return manager && value != null ? [{ id: manager.id, name: manager.full_name, value }] : [];
    })
    .toSorted((one, other) => other.value - one.value);
  return (
    <section aria-label={name}>
      <h3 className="mb-2 flex items-center gap-1 font-medium text-ink-soft text-sm">
        {name}
        <Explain metric={metric} name={name} />
      </h3>
      <BarList
        title={name}
        items={items}
        formatValue={print}
        marker={median ?? undefined}
        onOpen={(whose) => open(metric, { whose })}
      />
      <p className="tabular mt-2 text-ink-muted text-xs">
        {median === null ? t("hourly.noMedian") : t("hourly.median", { value: print(median), count: sample })}
      </p>
    </section>
  );
}
