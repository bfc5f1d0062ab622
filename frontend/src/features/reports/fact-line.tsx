import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { useFormat } from "@/shared/lib/use-format";
import { printValue } from "./figure";
import type { Unit } from "./types";

type Fact = Schemas["FactRow"];

const linkShape = "truncate rounded-sm font-medium hover:text-accent-ink";

/** One counted thing: what it is, whose, when, and what it adds. */
export function FactLine({ row, unit }: { row: Fact; unit: Unit }) {
  const format = useFormat();
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-b px-4 py-2.5 lg:px-5">
      <span className="flex min-w-0 items-center gap-1.5">
        {row.source ? (
          <span title={row.source.name} className="shrink-0">
            <ChannelIcon channel={row.source.channel} size={14} />
          </span>
        ) : null}
        <What row={row} />
      </span>
      <span className="tabular font-medium">{unit === "count" ? "" : printValue(row.amount, unit, format, true)}</span>
      <span className="truncate text-ink-muted text-xs">
        {[row.deal || row.task ? row.client?.name : null, row.manager?.full_name].filter(Boolean).join(" · ")}
      </span>
      <time dateTime={row.at} className="tabular text-right text-ink-muted text-xs">
        {format.dateTime(row.at)}
      </time>
    </li>
  );
}

function What({ row }: { row: Fact }) {
  const { t } = useTranslation("reports");
  if (row.deal) {
    return (
      <Link to="/deals" search={{ open: row.deal.id }} className={linkShape}>
        {row.deal.title}
      </Link>
    );
  }
  if (row.task) {
    return (
      <Link to="/tasks" search={{ open: row.task.id }} className={linkShape}>
        {row.task.title}
      </Link>
    );
  }
  if (row.client) {
    return (
      <Link to="/clients/$id" params={{ id: row.client.id }} className={linkShape}>
        {row.client.name}
      </Link>
    );
  }
  return <span className="truncate text-ink-muted">{t(row.elsewhere ? "rows.elsewhere" : "rows.workDay")}</span>;
}
