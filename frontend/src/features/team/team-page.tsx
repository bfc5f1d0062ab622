import { IconUserPlus, IconUsersGroup } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { PersonAvatar } from "@/shared/crm/people";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { type Column, DataTable } from "@/shared/ui/data-table";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";
import { SearchField } from "@/shared/ui/search-field";
import { InviteDialog } from "./invite-dialog";
import { hasAccount, type Member, matching } from "./member";
import { MemberMenu } from "./member-menu";
import { MemberState } from "./member-state";

/** Who works here, who is at work now, and how much everybody carries. */
export function TeamPage() {
  const { t } = useTranslation("team");
  const navigate = useNavigate({ from: "/team/" });
  const { q, new: isNew } = useSearch({ from: "/_app/team/" });
  const { data, error, isPending, refetch } = api.useQuery("get", "/api/v1/team", undefined, {
    refetchInterval: 60_000,
  });
  const columns = useColumns();
  const shown = matching(data?.items ?? [], q);
  const active = data?.items.filter(({ status }) => status === "active").length;
  const invite = () => navigate({ search: (before) => ({ ...before, new: true }) });
  return (
    <Page
      title={t("title")}
      count={active === undefined ? undefined : t("count", { count: active })}
      layout="flush"
      filters={
        <SearchField
          label={t("find")}
          className="w-full lg:w-64"
          value={q ?? ""}
          onChange={(text) => navigate({ search: (before) => ({ ...before, q: text || undefined }), replace: true })}
        />
      }
      actions={
        <Button look="primary" onPress={invite}>
          <IconUserPlus size={16} aria-hidden="true" />
          <span className="max-sm:sr-only">{t("invite.open")}</span>
        </Button>
      }
    >
      <DataTable
        label={t("title")}
        columns={columns}
        rows={shown}
        rowId={({ id }) => id}
        rowLabel={({ full_name }) => full_name}
        onOpen={(member) => hasAccount(member) && navigate({ to: "/team/$id", params: { id: member.id } })}
        card={(member) => <MemberCard member={member} />}
        isLoading={isPending}
        error={error}
        onRetry={refetch}
        empty={
          <EmptyState icon={IconUsersGroup} title={t("nobodyFound")}>
            {t("nobodyFoundText")}
          </EmptyState>
        }
      />
      {data?.items.length === 1 && !q ? <Alone onInvite={invite} /> : null}
      {isNew ? (
        <InviteDialog onClose={() => navigate({ search: (before) => ({ ...before, new: undefined }) })} />
      ) : null}
    </Page>
  );
}

function Alone({ onInvite }: { onInvite: () => void }) {
  const { t } = useTranslation("team");
  return (
    <div className="flex-1">
      <EmptyState
        icon={IconUsersGroup}
        title={t("empty.title")}
        action={
          <Button look="primary" onPress={onInvite}>
            {t("invite.open")}
          </Button>
        }
      >
        {t("empty.text")}
      </EmptyState>
    </div>
  );
}

function useColumns(): Column<Member>[] {
  const { t } = useTranslation("team");
  const format = useFormat();
  const figure = (id: "clients" | "open_deals" | "open_tasks", header: string): Column<Member> => ({
    id,
    header,
    align: "end",
    className: "w-20 xl:w-28",
    cell: (member) => (member[id] ? format.number(member[id]) : <span className="text-ink-muted">0</span>),
  });
  return [
    { id: "name", header: t("column.name"), cell: (member) => <MemberName member={member} /> },
    { id: "state", header: t("column.state"), className: "w-52", cell: (member) => <MemberState member={member} /> },
    {
      id: "role",
      header: t("field.role"),
      className: "w-40 max-xl:hidden",
      cell: ({ role }) => <span className="text-ink-soft">{t(`role.${role}`)}</span>,
    },
    figure("clients", t("column.clients")),
    figure("open_deals", t("column.deals")),
    figure("open_tasks", t("column.tasks")),
    {
      id: "hired",
      header: t("column.since"),
      className: "w-40 pl-8 max-xl:hidden",
      cell: ({ hired_on }) => (
        <span className="tabular text-ink-soft">{hired_on ? format.numericDate(`${hired_on}T12:00:00Z`) : "—"}</span>
      ),
    },
    {
      id: "menu",
      header: t("column.actions"),
      isHeaderHidden: true,
      className: "w-12",
      align: "end",
      cell: (member) => <MemberMenu member={member} />,
    },
  ];
}

function MemberName({ member }: { member: Member }) {
  const { t } = useTranslation("team");
  const isMe = useMe().id === member.id;
  const isMuted = member.status === "inactive";
  const name = (
    <>
      {member.full_name || member.email}
      {isMe ? <span className="text-ink-muted"> {t("you")}</span> : null}
    </>
  );
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <PersonAvatar person={member} size={28} isDecorative />
      <span className="grid min-w-0">
        {hasAccount(member) ? (
          <Link
            to="/team/$id"
            params={{ id: member.id }}
            className={`truncate rounded-sm font-medium hover:underline max-md:after:absolute max-md:after:inset-0 ${isMuted ? "text-ink-muted" : ""}`}
          >
            {name}
          </Link>
        ) : (
          <span className="truncate font-medium">{name}</span>
        )}
        <span className="truncate text-ink-muted text-xs">{member.email}</span>
      </span>
    </span>
  );
}

function MemberCard({ member }: { member: Member }) {
  const { t } = useTranslation("team");
  return (
    <div className="relative grid grid-cols-[1fr_auto] items-center gap-x-2 gap-y-1.5">
      <MemberName member={member} />
      <span className="relative z-1">
        <MemberMenu member={member} />
      </span>
      <span className="col-span-2 grid gap-y-1 text-sm">
        <MemberState member={member} />
        {member.status === "active" ? (
          <span className="tabular text-ink-muted">
            {t("load.clients", { count: member.clients })} · {t("load.deals", { count: member.open_deals })}
          </span>
        ) : null}
      </span>
    </div>
  );
}
