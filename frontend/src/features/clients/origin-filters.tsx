import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useRuleWords } from "@/shared/crm/rule-words";
import { FilterChip } from "@/shared/ui/filter-chips";
import { toQuery } from "./filters";
import { useClientsSearch } from "./use-clients";

const orNone = (ids: string[]) => (ids.length > 0 ? ids : undefined);

// A list keeps no empty ids, the address keeps nothing else for "without".
const without = "\u0000";
const toId = (campaign: string) => campaign || without;
const fromId = (id: string) => (id === without ? "" : id);

const none: Schemas["OriginChoices"] = { kinds: [], campaigns: [] };

/** Where clients came from, as the rules of sources or a person have it: channel, type of it, campaign. */
export function OriginFilters() {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  const { search, set } = useClientsSearch();
  const { channel = [], type = [], campaign = [] } = toQuery(search);
  const { data = none } = api.useQuery("get", "/api/v1/clients/origins", {}, { staleTime: 60_000 });
  const fitting = data.kinds.filter((kind) => channel.length === 0 || channel.includes(kind.channel));
  const unique = (ids: string[]) => [...new Set(ids)];
  return (
    <>
      <FilterChip
        label={t("origin.channel")}
        options={unique([...data.kinds.map((kind) => kind.channel), ...channel]).map((id) => ({
          id,
          label: words.channel(id),
        }))}
        value={channel}
        onChange={(ids) => set({ channel: orNone(ids) })}
        isMultiple
      />
      <FilterChip
        label={t("origin.kind")}
        options={unique([...fitting.map((kind) => kind.type), ...type]).map((id) => ({ id, label: words.type(id) }))}
        value={type}
        onChange={(ids) => set({ type: orNone(ids) })}
        isMultiple
      />
      <FilterChip
        label={t("origin.campaign")}
        options={[
          { id: without, label: t("origin.noCampaign") },
          ...unique([...data.campaigns, ...campaign.filter(Boolean)]).map((id) => ({ id, label: id })),
        ]}
        value={campaign.map(toId)}
        onChange={(ids) => set({ campaign: orNone(ids.map(fromId)) })}
        isMultiple
      />
    </>
  );
}
