import { keepPreviousData } from "@tanstack/react-query";
import { api } from "@/shared/api/client";
import { useNextTask } from "@/shared/crm/next-task";
import { ErrorState } from "@/shared/ui/error-state";
import { ActiveTasks } from "./active-tasks";
import { DashboardSkeleton } from "./dashboard-skeleton";
import { DayPanel } from "./day-ring";
import { KpiTiles } from "./kpi-tiles";
import { LatestClients, LatestDeals } from "./latest";
import { NowPanel } from "./now-panel";
import { usePeriod } from "./period";
import { SalesChart } from "./sales-chart";

// Presence grows and tasks become overdue by the clock alone; everything else arrives as it happens.
const lookAgain = 60_000;

/** A manager's own day: where it stands, and what to do now. */
export function ManagerDashboard() {
  const period = usePeriod();
  const next = useNextTask();
  const { data, isPending, error, refetch } = api.useQuery(
    "get",
    "/api/v1/dashboard/manager",
    { params: { query: { period } } },
    { placeholderData: keepPreviousData, refetchInterval: lookAgain },
  );
  if (isPending) return <DashboardSkeleton />;
  if (!data) return <ErrorState error={error} onRetry={refetch} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <DayPanel day={data.day} />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
        <KpiTiles kpi={data.kpi} period={data.period} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <NowPanel now={data.now} onNext={next.open} />
          <ActiveTasks tasks={data.tasks} onNext={next.open} />
          <SalesChart sales={data.kpi.sales} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <LatestClients clients={data.latest_clients} />
          <LatestDeals deals={data.latest_deals} />
        </div>
      </div>
      {next.form}
    </div>
  );
}
