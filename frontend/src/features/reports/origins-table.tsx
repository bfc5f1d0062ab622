import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useRuleWords } from "@/shared/crm/rule-words";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { lookAgain, useAsked } from "./asked";
import { type FiguresRow, FiguresTable } from "./figures-table";
import { whenHere } from "./report-state";

type Report = Schemas["OriginsReport"];
type Channel = Report["channels"][number];
type Kind = Channel["types"][number];
type Campaign = Kind["campaigns"][number];

const metrics = ["leads", "sla", "conversion", "deals_won", "win_rate", "sales", "avg_deal"];

/** From lead to sale by channel, the kinds of touches of each, and the campaigns of those. */
export function OriginsTable() {
  const report = api.useQuery(
    "get",
    "/api/v1/kpi/origins",
    { params: { query: useAsked() } },
    { placeholderData: keepPreviousData, refetchInterval: ({ state }) => lookAgain(state.data?.period.live) },
  );
  return whenHere(report, (data) => <Tree report={data} />);
}

function Tree({ report }: { report: Report }) {
  const { t } = useTranslation(["reports", "rules"]);
  const row = useRows();
  return (
    <FiguresTable
      title={t("split.origins")}
      nameHeader={t("originHeader")}
      metrics={metrics}
      strong="sales"
      rows={report.channels.map(row)}
      total={{
        id: "total",
        name: t("total"),
        label: t("total"),
        figure: (metric) => report.total.figures[metric],
      }}
      empty={{ title: t("empty.sources"), text: t("empty.sourcesText") }}
    />
  );
}

function useRows(): (channel: Channel) => FiguresRow {
  const { t } = useTranslation(["reports", "rules"]);
  const words = useRuleWords();
  const campaignRow = (above: string, scope: FiguresRow["scope"], one: Campaign): FiguresRow => {
    const name = one.rest ? t("rules:origin.restCampaigns") : (one.campaign ?? t("rules:origin.noCampaign"));
    return {
      id: `${above}/${one.rest ? "*" : (one.campaign ?? "")}`,
      name,
      label: <span className={`block truncate ${one.campaign ? "" : "text-ink-muted"}`}>{name}</span>,
      figure: (metric) => one.figures[metric],
      scope: { ...scope, campaign: one.campaign ?? "" },
      isFolded: one.rest,
    };
  };
  const kindRow = (above: string, scope: FiguresRow["scope"], one: Kind): FiguresRow => {
    const id = `${above}/${one.type ?? ""}`;
    const inside = { ...scope, type: one.type ?? "" };
    const name = words.type(one.type ?? "unknown");
    return {
      id,
      name,
      label: <span className="block truncate first-letter:uppercase">{name}</span>,
      figure: (metric) => one.figures[metric],
      scope: inside,
      parts: one.campaigns.map((campaign) => campaignRow(id, inside, campaign)),
    };
  };
  return (one) => {
    const id = one.channel ?? "";
    const name = one.channel ? words.channel(one.channel) : t("noSource");
    return {
      id,
      name,
      label: (
        <span className="flex min-w-0 items-center gap-2">
          {one.channel ? <ChannelIcon channel={one.channel} size={15} /> : null}
          <span className={`truncate ${one.channel ? "" : "text-ink-muted"}`}>{name}</span>
        </span>
      ),
      figure: (metric) => one.figures[metric],
      scope: { channel: id },
      parts: one.types.map((kind) => kindRow(id, { channel: id }, kind)),
    };
  };
}
