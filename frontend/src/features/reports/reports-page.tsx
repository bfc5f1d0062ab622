import { useTranslation } from "react-i18next";
import { useIsAdmin } from "@/shared/api/me";
import { lazyPart, overlayPart } from "@/shared/lib/lazy-part";
import { Page } from "@/shared/ui/page";
import { Tabs } from "@/shared/ui/tabs";
import { route, useAddress } from "./asked";
import { ExportMenu } from "./export-menu";
import { ManagerFilter } from "./manager-filter";
import { ManagersTab } from "./managers-tab";
import { PeriodFilter } from "./period-filter";
import { type TabName, tabs } from "./search";

const parts = {
  managers: ManagersTab,
  time: lazyPart(async () => (await import("./time-tab")).TimeTab),
  sources: lazyPart(async () => (await import("./sources-tab")).SourcesTab),
  funnel: lazyPart(async () => (await import("./funnel-tab")).FunnelTab),
  compare: lazyPart(async () => (await import("./compare-tab")).CompareTab),
  ready: lazyPart(async () => (await import("./ready-tab")).ReadyTab),
};
const RowsSheet = overlayPart(async () => (await import("./rows-sheet")).RowsSheet);

// What belongs to one tab alone. The days of a stored report are not those one has been looking at.
const forgotten = { sort: undefined, dir: undefined, split: undefined, report: undefined, kind: undefined };

/** What the company's figures say, for any period, with the rows behind each of them. */
export function ReportsPage() {
  const { t } = useTranslation("reports");
  const { tab = "managers", rows } = route.useSearch();
  const change = useAddress();
  const isAdmin = useIsAdmin();
  const Part = parts[tab];
  return (
    <Page
      title={t("title")}
      filters={
        tab === "ready" ? null : (
          <>
            <PeriodFilter />
            {isAdmin ? <ManagerFilter /> : null}
          </>
        )
      }
      actions={tab === "ready" ? null : <ExportMenu tab={tab} />}
    >
      <Tabs<TabName>
        label={t("title")}
        items={tabs.map((id) => ({ id, label: t(id === "managers" && !isAdmin ? "tab.own" : `tab.${id}`) }))}
        value={tab}
        onChange={(next) => change({ tab: next, ...forgotten })}
      >
        <Part />
      </Tabs>
      {rows ? <RowsSheet /> : null}
    </Page>
  );
}
