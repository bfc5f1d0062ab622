import { keepPreviousData } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { ErrorState } from "@/shared/ui/error-state";
import { DashboardSkeleton } from "./dashboard-skeleton";
import { KpiTiles } from "./kpi-tiles";
import { usePeriod } from "./period";
import { SalesChart } from "./sales-chart";
import { SourcesPanel } from "./sources-panel";
import { TeamTable } from "./team-table";
import { useDayRange } from "./why";

const DaySheet = lazy(() => import("@/shared/worktime/day-sheet").then((module) => ({ default: module.DaySheet })));

const route = getRouteApi("/_app/");

// Presence grows by the clock alone; everything else arrives as it happens.
const lookAgain = 60_000;

/** The head's page: the team's figures, a row for each manager, and where the sales come from. */
export function TeamDashboard() {
  const { t } = useTranslation("dashboard");
  const period = usePeriod();
  const { data, isPending, error, refetch } = api.useQuery(
    "get",
    "/api/v1/dashboard/team",
    { params: { query: { period } } },
    { placeholderData: keepPreviousData, refetchInterval: lookAgain },
  );
  if (isPending) return <DashboardSkeleton />;
  if (!data) return <ErrorState error={error} onRetry={refetch} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
        <KpiTiles kpi={data.totals} period={data.period} />
      </div>
      <section aria-label={t("team.title")} className="overflow-clip rounded-lg border bg-surface shadow-card">
        <header className="flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3">
          <h2 className="font-semibold">{t("team.title")}</h2>
          <Facts data={data} />
        </header>
        <div className="lg:[&_tr>:first-child]:pl-4 lg:[&_tr>:last-child]:pr-4">
          <TeamTable data={data} />
        </div>
      </section>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-2">
        <SourcesPanel sources={data.sources} currency={data.currency} />
        <SalesChart sales={data.totals.sales} />
      </div>
      <Days period={data.period} />
      <OpenDay />
    </div>
  );
}

/** The day of the manager whose row was pressed, over the page. */
function OpenDay() {
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const today = useFormat().isoDay(Date.now());
  const close = () => void navigate({ search: (search) => ({ ...search, open: undefined }), resetScroll: false });
  return <Suspense>{open ? <DaySheet day={today} managerId={open} onClose={close} /> : null}</Suspense>;
}

function Facts({ data: { totals, sla_minutes } }: { data: Schemas["TeamDashboard"] }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const { answered } = totals;
  const share = answered.share === null ? "—" : format.percent(answered.share, 0);
  const of = t("kpi.of", { part: format.number(answered.in_time), whole: format.number(answered.due) });
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      <Fact label={t("team.working")}>{format.number(totals.working_now)}</Fact>
      <Fact label={t("team.answeredIn", { minutes: sla_minutes })}>
        {share} <span className="font-normal text-ink-muted">{answered.due ? `(${of})` : ""}</span>
      </Fact>
      <Fact label={t("team.present")}>{format.duration(totals.presence_minutes)}</Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="tabular flex gap-1.5">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}

function Days({ period }: { period: Schemas["Period"] }) {
  const { t } = useTranslation("dashboard");
  const range = useDayRange();
  return (
    <p className="text-ink-muted text-xs">
      {range(period.from_day, period.to_day)} · {t("zone", { zone: period.time_zone })}
    </p>
  );
}
