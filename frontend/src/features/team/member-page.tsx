import { IconUserOff } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ApiError } from "@/shared/api/errors";
import { PersonAvatar } from "@/shared/crm/people";
import { WeekHours } from "@/shared/crm/week-hours";
import { formatPhone } from "@/shared/lib/phone";
import { useFormat } from "@/shared/lib/use-format";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { Page, Panel } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/skeleton";
import { clientsCountedUpTo, type Member } from "./member";
import { MemberForm } from "./member-form";
import { MemberLinks } from "./member-links";
import { MemberMenu } from "./member-menu";
import { MemberState } from "./member-state";

const route = getRouteApi("/_app/team/$id");

/** One colleague: facts to edit, the day, the load with the way into it, the week. */
export function MemberPage() {
  const { t } = useTranslation("team");
  const { id } = route.useParams();
  const path = { params: { path: { id } } };
  // Somebody is away by the clock alone.
  const { data: member, error, refetch } = api.useQuery("get", "/api/v1/team/{id}", path, { refetchInterval: 60_000 });
  const isGone = error instanceof ApiError && (error.status === 404 || error.status === 422);
  return (
    <Page
      title={member?.full_name || t("member")}
      back={{ to: "/team", label: t("back") }}
      filters={<MemberLinks id={id} />}
      actions={member ? <MemberMenu member={member} isOnPage /> : null}
    >
      {member ? (
        <Body key={member.id} member={member} />
      ) : isGone ? (
        <EmptyState icon={IconUserOff} title={t("gone.title")}>
          {t("gone.text")}
        </EmptyState>
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <div className="grid gap-4 lg:grid-cols-[1fr_20rem]">
          <Skeleton className="h-80" />
          <Skeleton className="h-80" />
        </div>
      )}
    </Page>
  );
}

function Body({ member }: { member: Member }) {
  const { t } = useTranslation("team");
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_20rem]">
      <div className="grid gap-4">
        <Panel>
          <div className="mb-5 flex items-center gap-4">
            <PersonAvatar person={member} size={56} isDecorative />
            <div className="grid min-w-0 gap-0.5">
              <p className="truncate font-semibold text-lg">{member.full_name}</p>
              <p className="flex flex-wrap gap-x-4 text-ink-soft text-sm">
                <a href={`mailto:${member.email}`} className="min-w-0 break-all hover:underline">
                  {member.email}
                </a>
                {member.phone ? (
                  <a href={`tel:${member.phone}`} className="tabular hover:underline">
                    {formatPhone(member.phone)}
                  </a>
                ) : null}
              </p>
            </div>
          </div>
          <MemberForm member={member} />
        </Panel>
      </div>
      <div className="grid gap-4">
        <Panel title={t("now")}>
          <NowFacts member={member} />
        </Panel>
        <Panel title={t("hours")}>
          <WeekHours userId={member.id} />
        </Panel>
      </div>
    </div>
  );
}

function NowFacts({ member }: { member: Member }) {
  const { t } = useTranslation("team");
  const format = useFormat();
  const one = "font-semibold text-accent-ink hover:underline";
  return (
    <div className="grid gap-3 text-sm">
      <MemberState member={member} />
      {member.deactivated_at ? (
        <p className="text-ink-muted">{t("deactivatedOn", { date: format.date(member.deactivated_at) })}</p>
      ) : null}
      <dl className="grid gap-1.5 border-t pt-3">
        <Fact name={t("column.clients")}>
          <Link to="/clients" search={{ owner: [member.id] }} className={one}>
            {format.counted(member.clients, clientsCountedUpTo)}
          </Link>
        </Fact>
        <Fact name={t("openDeals")}>
          <Link to="/deals" search={{ owner: member.id }} className={one}>
            {format.number(member.open_deals)}
          </Link>
        </Fact>
        <Fact name={t("openTasks")}>
          <Link to="/tasks" search={{ owner: [member.id] }} className={one}>
            {format.number(member.open_tasks)}
          </Link>
        </Fact>
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-3">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}
