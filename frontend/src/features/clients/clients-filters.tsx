import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useIsAdmin } from "@/shared/api/me";
import { useColleagueOptions } from "@/shared/crm/people";
import { useSourceOptions } from "@/shared/crm/sources";
import { useStatusOptions } from "@/shared/crm/status-badge";
import { lazyPart } from "@/shared/lib/lazy-part";
import { ClearFilters, FilterChip } from "@/shared/ui/filter-chips";
import { DateFilter } from "./date-filter";
import { type ClientsSearch, countFilters, noFilters, toQuery } from "./filters";
import { useClientsSearch } from "./use-clients";

const OriginFilters = lazyPart(async () => (await import("./origin-filters")).OriginFilters);

const orNone = (ids: string[]) => (ids.length > 0 ? ids : undefined);

/** Every filter of the list as a chip; one scrolling line on phones. */
export function ClientsFilters() {
  const { t } = useTranslation(["clients", "crm"]);
  const isAdmin = useIsAdmin();
  const { search, set } = useClientsSearch();
  const query = toQuery(search);
  const change = (next: Partial<ClientsSearch>) => set(next);
  const sources = useSourceOptions();
  const statuses = useStatusOptions();
  const people = useColleagueOptions();
  const tags = useTagOptions();
  return (
    <div className="no-scrollbar flex shrink-0 items-center gap-2 overflow-x-auto px-4 pb-3 lg:flex-wrap lg:border-b lg:px-5 lg:py-2">
      <FilterChip
        label={t("crm:source")}
        options={sources}
        value={query.source ?? []}
        onChange={(ids) => change({ source: orNone(ids) })}
        isMultiple
      />
      <Suspense>
        <OriginFilters />
      </Suspense>
      <DateFilter
        from={query.received_from}
        to={query.received_to}
        onChange={(received_from, received_to) => change({ received_from, received_to })}
      />
      {isAdmin ? (
        <FilterChip
          label={t("crm:owner")}
          options={[{ id: "none", label: t("crm:nobody") }, ...people]}
          value={query.owner ?? []}
          onChange={(ids) => change({ owner: orNone(ids) })}
          isMultiple
        />
      ) : null}
      <FilterChip
        label={t("crm:status.label")}
        options={statuses}
        value={query.status ?? []}
        onChange={(ids) => change({ status: orNone(ids) })}
        isMultiple
      />
      <FilterChip
        label={t("filter.tag")}
        options={tags}
        value={query.tag ?? []}
        onChange={(ids) => change({ tag: orNone(ids) })}
        isMultiple
      />
      <FilterChip
        label={t("filter.archive")}
        options={[{ id: "archived", label: t("filter.archived") }]}
        value={query.archived ? ["archived"] : []}
        onChange={(ids) => change({ archived: ids.length > 0 || undefined })}
      />
      <ClearFilters count={countFilters(search)} onClear={() => set(noFilters)} />
    </div>
  );
}

function useTagOptions() {
  const { data } = api.useQuery("get", "/api/v1/clients/tags", {}, { staleTime: 60_000 });
  return (data?.items ?? []).map(({ tag }) => ({ id: tag, label: tag }));
}
