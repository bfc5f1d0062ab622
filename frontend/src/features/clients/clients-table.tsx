import { IconFileImport, IconFilterOff, IconPlus, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useIsAdmin } from "@/shared/api/me";
import { ContactLinks } from "@/shared/crm/contact-links";
import { PersonAvatar, PersonName } from "@/shared/crm/people";
import { ChannelIcon, SourceName } from "@/shared/crm/source-icon";
import { StatusBadge } from "@/shared/crm/status-badge";
import { daysSince, type Format } from "@/shared/lib/format";
import { formatPhone } from "@/shared/lib/phone";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button, ButtonLink } from "@/shared/ui/button";
import { type Column, DataTable } from "@/shared/ui/data-table";
import { EmptyState } from "@/shared/ui/empty-state";
import { type ClientItem, countFilters, noFilters } from "./filters";
import { type useClients, useClientsSearch } from "./use-clients";

interface ClientsTableProps {
  list: ReturnType<typeof useClients>;
  selection: ReadonlySet<string>;
  onSelection: (ids: ReadonlySet<string>) => void;
  isChoosing: boolean;
}

/** The rows of the list; cards on phones. */
export function ClientsTable({ list, selection, onSelection, isChoosing }: ClientsTableProps) {
  const { t } = useTranslation("clients");
  const { search, set } = useClientsSearch();
  const isAdmin = useIsAdmin();
  const columns = useColumns(isAdmin);
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={list.rows}
      rowId={({ id }) => id}
      rowLabel={({ name }) => name}
      onOpen={({ id }) => set({ open: id })}
      openId={search.open}
      card={(client) => <ClientCard client={client} isAdmin={isAdmin} />}
      sort={{ key: "received", direction: search.sort ? "asc" : "desc" }}
      onSort={({ direction }) => set({ sort: direction === "asc" ? "received" : undefined })}
      selection={selection}
      onSelection={onSelection}
      isChoosing={isChoosing}
      isLoading={list.isPending}
      error={list.error}
      onRetry={() => void list.refetch()}
      hasMore={list.hasNextPage}
      isLoadingMore={list.isFetchingNextPage}
      onMore={() => void list.fetchNextPage()}
      empty={countFilters(search) > 0 ? <NothingFits /> : <NoClients />}
    />
  );
}

function useColumns(isAdmin: boolean): Column<ClientItem>[] {
  const { t } = useTranslation(["clients", "crm"]);
  const format = useFormat();
  const columns: (Column<ClientItem> | null)[] = [
    { id: "name", header: t("column.name"), cell: (client) => <NameCell client={client} />, className: "max-w-72" },
    { id: "phone", header: t("column.phone"), cell: (client) => <PhoneCell client={client} />, className: "w-40" },
    {
      id: "source",
      header: t("crm:source"),
      cell: ({ source }) => <SourceName source={source} />,
      className: "max-w-44 max-xl:hidden",
    },
    isAdmin
      ? {
          id: "owner",
          header: t("crm:owner"),
          cell: ({ owner }) => <PersonName person={owner} />,
          className: "max-w-44 max-lg:hidden",
        }
      : null,
    {
      id: "status",
      header: t("crm:status.label"),
      cell: ({ status }) => <StatusBadge status={status} />,
      className: "w-24",
    },
    {
      id: "received",
      header: t("column.received"),
      sortKey: "received",
      cell: ({ received_at }) => (
        <span title={format.dateTime(received_at)} className="whitespace-nowrap text-ink-soft">
          {received(received_at, format)}
        </span>
      ),
      className: "w-36",
    },
    {
      id: "next",
      header: t("column.next"),
      cell: ({ next_task }) => <NextTask task={next_task} />,
      // With the owner beside it a tablet has no room for the name.
      className: isAdmin ? "max-w-56 max-xl:hidden" : "max-w-56 max-lg:hidden",
    },
  ];
  return columns.filter((column) => column !== null);
}

const fresh = 7;

/** How long ago while that says something, then the day. */
const received = (moment: string, format: Format) =>
  daysSince(moment) < fresh ? format.relative(moment) : format.date(moment);

function NameCell({ client }: { client: ClientItem }) {
  const { search } = useClientsSearch();
  return (
    <span className="grid min-w-0 md:min-w-36">
      <Link to="/clients" search={{ ...search, open: client.id }} className="truncate font-medium hover:underline">
        {client.name}
      </Link>
      {client.company ? <span className="truncate text-ink-muted text-xs">{client.company}</span> : null}
    </span>
  );
}

function PhoneCell({ client }: { client: ClientItem }) {
  if (client.phone) {
    return (
      <a
        href={`tel:${client.phone}`}
        className="tabular whitespace-nowrap text-ink-soft hover:text-ink hover:underline"
      >
        {formatPhone(client.phone)}
      </a>
    );
  }
  if (!client.email) return <span className="text-ink-muted">—</span>;
  return (
    <a href={`mailto:${client.email}`} className="block max-w-40 truncate text-ink-soft hover:text-ink hover:underline">
      {client.email}
    </a>
  );
}

function NextTask({ task }: { task: ClientItem["next_task"] }) {
  const format = useFormat();
  if (!task) return <span className="text-ink-muted">—</span>;
  const isLate = task.due_at !== null && Date.parse(task.due_at) < Date.now();
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {task.due_at ? <Badge tone={isLate ? "bad" : "neutral"}>{format.date(task.due_at)}</Badge> : null}
      <span className="truncate text-ink-soft">{task.title}</span>
    </span>
  );
}

function ClientCard({ client, isAdmin }: { client: ClientItem; isAdmin: boolean }) {
  const format = useFormat();
  const { search } = useClientsSearch();
  return (
    <div className="flex items-center gap-3">
      <Link to="/clients" search={{ ...search, open: client.id }} className="grid min-w-0 flex-1 gap-1">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium text-lg">{client.name}</span>
          {isAdmin ? <PersonAvatar person={client.owner} /> : null}
        </span>
        <span className="flex min-w-0 items-center gap-2 text-ink-muted text-sm">
          <StatusBadge status={client.status} />
          {client.source ? <ChannelIcon channel={client.source.channel} /> : null}
          <span className="truncate">
            {[client.company, received(client.received_at, format)].filter(Boolean).join(" · ")}
          </span>
        </span>
        {client.next_task ? <NextTask task={client.next_task} /> : null}
      </Link>
      {/* While cards are chosen a press anywhere chooses. */}
      <span className="flex in-[[inert]]:hidden">
        <ContactLinks client={client} />
      </span>
    </div>
  );
}

/** Filters leave nothing: say so, and offer to drop them. */
function NothingFits() {
  const { t } = useTranslation(["clients", "common"]);
  const { set } = useClientsSearch();
  return (
    <EmptyState
      icon={IconFilterOff}
      title={t("nothing.title")}
      action={<Button onPress={() => set(noFilters)}>{t("nothing.action")}</Button>}
    >
      {t("nothing.text")}
    </EmptyState>
  );
}

/** The first day: how clients get here. */
function NoClients() {
  const { t } = useTranslation("clients");
  const { set } = useClientsSearch();
  return (
    <EmptyState
      icon={IconUsers}
      title={t("empty.title")}
      action={
        <>
          <Button look="primary" onPress={() => set({ new: true })}>
            <IconPlus size={16} aria-hidden="true" />
            {t("add")}
          </Button>
          <ButtonLink to="/import">
            <IconFileImport size={16} stroke={1.75} aria-hidden="true" />
            {t("import")}
          </ButtonLink>
        </>
      }
    >
      {t("empty.text")}
    </EmptyState>
  );
}
