import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { Segmented } from "@/shared/ui/segmented";
import { useAddress } from "./asked";
import { FileMenu } from "./export-menu";
import { FunnelView } from "./funnel-tab";
import { ManagersView } from "./managers-tab";
import { MovedLine } from "./moved-line";
import { useDayRange } from "./period-line";
import { whenHere } from "./report-state";
import { SourcesView } from "./sources-tab";
import { TimeFigures } from "./time-tab";

type Report = Schemas["StoredReport"];

const sections = ["managers", "time", "sources", "funnel"] as const;
type Section = (typeof sections)[number];

/** A report as it was when it was made, and what the facts say by now. */
export function StoredReport({ id }: { id: string }) {
  const report = api.useQuery("get", "/api/v1/reports/stored/{report_id}", { params: { path: { report_id: id } } });
  return whenHere(report, (data) => <Shown report={data} />);
}

function Shown({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const range = useDayRange();
  const change = useAddress();
  const [section, setSection] = useState<Section>("managers");
  const whose = report.manager?.full_name ?? t("ready.team");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          look="ghost"
          onPress={() => change({ report: undefined, from: undefined, to: undefined, manager: undefined })}
        >
          <IconArrowLeft size={16} aria-hidden="true" />
          {t("ready.back")}
        </Button>
        <h2 className="tabular min-w-0 flex-1 font-semibold text-lg">
          {t(`ready.${report.kind}`)}: {range(report.from_day, report.to_day)}
          <span className="ml-2 font-normal text-ink-muted text-sm">{whose}</span>
        </h2>
        <FileMenu
          label={t("export.open")}
          path={(kind) => `/api/v1/reports/stored/${report.id}/export?format=${kind}`}
          name={report.kind}
        />
      </div>
      <MovedLine report={report} />
      <div className="flex">
        <Segmented<Section>
          label={t("ready.section")}
          value={section}
          onChange={setSection}
          options={sections.map((name) => ({ id: name, label: t(`tab.${name}`) }))}
        />
      </div>
      {section === "managers" ? <ManagersView report={report.managers} days={report.days} /> : null}
      {section === "time" ? <TimeFigures report={report.managers} days={report.days} /> : null}
      {section === "sources" ? <SourcesView report={report.sources} /> : null}
      {section === "funnel" ? <FunnelView report={report.funnel} /> : null}
    </div>
  );
}
