import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { useFormat } from "@/shared/lib/use-format";
import { Panel } from "@/shared/ui/page";

type Row = Schemas["SourceRow"];

// Told apart by lightness too, so that the bar reads without colour.
const palette = [
  "var(--accent)",
  "var(--stage-new)",
  "var(--stage-proposal)",
  "var(--stage-won)",
  "var(--stage-in-progress)",
  "var(--stage-teal)",
  "var(--stage-rose)",
];
const rest = "var(--stage-lost)";
const colorOf = (index: number) => palette[index] ?? rest;
const idOf = ({ source }: Row) => source?.id ?? "none";

/** Where the leads come from and what they turn into: from lead to sale. */
export function SourcesPanel({ sources, currency }: { sources: readonly Row[]; currency: string }) {
  const { t } = useTranslation("dashboard");
  const rows = sources.toSorted((one, other) => other.leads - one.leads);
  return (
    <Panel title={t("sources.title")}>
      {rows.length === 0 ? (
        <p className="text-ink-muted">{t("sources.empty")}</p>
      ) : (
        <div className="grid gap-3">
          <div aria-hidden="true" className="flex h-2.5 gap-0.5 overflow-clip rounded-full bg-sunken">
            {rows.map((row, index) =>
              row.leads > 0 ? (
                <span
                  key={idOf(row)}
                  style={{ flexGrow: row.leads, background: colorOf(index) }}
                  className="min-w-0.5 basis-0"
                />
              ) : null,
            )}
          </div>
          <SourcesTable rows={rows} currency={currency} />
        </div>
      )}
    </Panel>
  );
}

function SourcesTable({ rows, currency }: { rows: readonly Row[]; currency: string }) {
  const { t } = useTranslation("dashboard");
  const format = useFormat();
  const end = "tabular whitespace-nowrap py-2 pl-3 text-right";
  return (
    <table className="w-full text-left text-sm">
      <thead className="text-ink-muted text-xs">
        <tr>
          <th scope="col" className="pb-1 font-medium">
            {t("sources.name")}
          </th>
          <th scope="col" className={`${end} pt-0 pb-1 font-medium`}>
            {t("team.leads")}
          </th>
          <th scope="col" className={`${end} pt-0 pb-1 font-medium max-sm:hidden`}>
            {t("sources.converted")}
          </th>
          <th scope="col" className={`${end} pt-0 pb-1 font-medium`}>
            {t("team.won")}
          </th>
          <th scope="col" className={`${end} pt-0 pb-1 font-medium`}>
            {t("team.sales")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={idOf(row)} className="border-t">
            <th scope="row" className="w-full max-w-0 py-2 font-normal">
              <span className="flex min-w-0 items-center gap-2">
                <span
                  aria-hidden="true"
                  className="size-2 shrink-0 rounded-full"
                  style={{ background: colorOf(index) }}
                />
                {row.source ? <ChannelIcon channel={row.source.channel} size={14} /> : null}
                <span className="truncate">{row.source?.name ?? t("clients.noSource")}</span>
              </span>
            </th>
            <td className={end}>{format.number(row.leads)}</td>
            <td className={`${end} max-sm:hidden`}>{format.number(row.converted)}</td>
            <td className={end}>{format.number(row.deals_won)}</td>
            <td className={`${end} font-medium`}>{format.compactMoney(row.sales_minor, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
