import { IconUsersGroup } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { PersonAvatar } from "@/shared/crm/people";
import { useFormat } from "@/shared/lib/use-format";
import { Dot } from "@/shared/ui/badge";
import { ButtonLink } from "@/shared/ui/button";
import { type Column, DataTable } from "@/shared/ui/data-table";
import { EmptyState } from "@/shared/ui/empty-state";
import { stateColors } from "@/shared/worktime/work-state";
import { type SortKey, sortTeam } from "./team-sort";

type Row = Schemas["TeamRow"];

const route = getRouteApi("/_app/");
const dash = "—";
// What a small screen does without, so that sales and load stay in sight.
const roomy = "max-xl:hidden";

// Of a whole month nobody reads the minutes.
const readable = (minutes: number) => (minutes < 600 ? minutes : Math.round(minutes / 60) * 60);

/** One row for each manager: at work or not, and what it brought in the period. */
export function TeamTable({ data }: { data: Schemas["TeamDashboard"] }) {
  const { t } = useTranslation("dashboard");
  const { sort = "sales", dir = "desc", open } = route.useSearch();
  const navigate = route.useNavigate();
  const rows = sortTeam(data.team, sort, dir);
  const highest = Math.max(1, ...data.team.map(({ load }) => load.total));
  const columns = useColumns(data.currency, highest);
  return (
    <DataTable
      label={t("team.title")}
      columns={columns}
      rows={rows}
      rowId={(row) => row.manager?.id ?? "nobody"}
      rowLabel={(row) => row.manager?.full_name ?? t("team.nobody")}
      onOpen={({ manager }) =>
        manager && void navigate({ search: (search) => ({ ...search, open: manager.id }), resetScroll: false })
      }
      openId={open}
      sort={{ key: sort, direction: dir }}
      onSort={({ key, direction }) =>
        void navigate({
          search: (search) => ({ ...search, sort: key as SortKey, dir: direction }),
          replace: true,
          resetScroll: false,
        })
      }
      card={(row) => <Card row={row} columns={columns} />}
      empty={
        <EmptyState
          icon={IconUsersGroup}
          title={t("team.empty")}
          action={
            <ButtonLink to="/team" search={{ new: true }} look="primary">
              {t("team.invite")}
            </ButtonLink>
          }
        >
          {t("team.emptyText")}
        </EmptyState>
      }
    />
  );
}

function useColumns(currency: string, highestLoad: number): Column<Row>[] {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const share = (value: number | null) => (value === null ? dash : format.percent(value, 0));
  const time = (value: string | null) => (value ? format.time(value) : dash);
  const number = (id: SortKey, header: string, cell: Column<Row>["cell"]): Column<Row> => ({
    id,
    header,
    cell,
    align: "end",
    sortKey: id,
    className: "whitespace-nowrap",
  });
  return [
    { id: "name", header: t("team.name"), sortKey: "name", cell: (row) => <Name row={row} /> },
    { ...number("started", t("team.in"), (row) => time(row.started_at)), className: roomy },
    { id: "ended", header: t("team.out"), align: "end", className: roomy, cell: (row) => time(row.ended_at) },
    number("presence", t("team.presence"), (row) =>
      row.presence_minutes ? format.duration(readable(row.presence_minutes)) : dash,
    ),
    number("active", t("team.active"), (row) => (
      <span title={row.active_minutes ? format.duration(row.active_minutes) : undefined}>
        {share(row.activity_rate)}
      </span>
    )),
    number("leads", t("team.leads"), (row) => format.number(row.leads)),
    number("answered", t("team.answered"), ({ answered }) => (
      <Small isSmall={answered.small_sample} of={[answered.in_time, answered.due]}>
        {share(answered.share)}
      </Small>
    )),
    {
      ...number("conversion", t("team.conversion"), ({ conversion }) => (
        <Small isSmall={conversion.small_sample} of={[conversion.numerator, conversion.denominator]}>
          {share(conversion.value)}
        </Small>
      )),
      className: roomy,
    },
    { ...number("won", t("team.won"), (row) => format.number(row.deals_won)), className: roomy },
    number("sales", t("team.sales"), (row) => (
      <b className="font-semibold">{format.compactMoney(row.sales_minor, currency)}</b>
    )),
    { ...number("load", t("team.load"), ({ load }) => <Load load={load} highest={highestLoad} />), align: "start" },
  ];
}

/** A share, paler where few cases stand behind it. */
function Small({
  isSmall,
  of: [part, whole],
  children,
}: {
  isSmall: boolean;
  of: [number, number];
  children: ReactNode;
}) {
  const { t } = useTranslation("dashboard");
  if (whole === 0) return dash;
  const words = t("kpi.of", { part, whole });
  return (
    <span title={isSmall ? `${words}, ${t("kpi.smallSample")}` : words} className={isSmall ? "text-ink-muted" : ""}>
      {children}
    </span>
  );
}

function Name({ row: { manager, state, active } }: { row: Row }) {
  const { t } = useTranslation("dashboard");
  const search = route.useSearch();
  if (!manager) return <span className="text-ink-muted">{t("team.nobody")}</span>;
  return (
    <span className="flex min-w-0 items-center gap-2 md:max-w-44 2xl:max-w-52">
      <PersonAvatar person={manager} size={24} isDecorative />
      <Link
        to="/"
        search={{ ...search, open: manager.id }}
        resetScroll={false}
        className="truncate rounded-sm font-medium hover:text-accent-ink max-md:after:absolute max-md:after:inset-0"
      >
        {manager.full_name}
      </Link>
      {active ? (
        <>
          <Dot color={stateColors[state]} />
          <span className="sr-only">{t(`day.state.${state}`)}</span>
        </>
      ) : (
        <span className="shrink-0 text-ink-muted text-xs">{t("team.former")}</span>
      )}
    </span>
  );
}

/** How much lies on somebody now; red are only those who wait for an answer. */
function Load({ load, highest }: { load: Schemas["Load"]; highest: number }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const words = t("team.loadWords", { deals: load.open_deals, tasks: load.tasks_due, waiting: load.waiting });
  return (
    <span title={words} className="flex items-center gap-2 whitespace-nowrap">
      <span aria-hidden="true" className="h-1.5 w-16 overflow-clip rounded-full bg-sunken md:max-xl:hidden">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${(load.total / highest) * 100}%` }} />
      </span>
      <span className="tabular">{format.number(load.total)}</span>
      <span className="sr-only">{words}</span>
      {load.waiting > 0 ? (
        <span aria-hidden="true" className="tabular text-bad text-xs">
          {t("team.waiting", { count: load.waiting })}
        </span>
      ) : null}
    </span>
  );
}

/** The phone's shape of a row: the same figures, two in a line. */
function Card({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  const [name, ...figures] = columns;
  return (
    <div className="relative grid gap-2">
      {name?.cell(row)}
      <dl className="grid grid-cols-2 gap-x-3 gap-y-1 text-sm">
        {figures.map(({ id, header, cell }) => (
          <div key={id} className="tabular flex items-baseline justify-between gap-1 last:col-span-2">
            <dt className="truncate text-ink-muted text-xs">{header}</dt>
            <dd className="shrink-0">{cell(row)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
