import { keepPreviousData } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { api, keyset } from "@/shared/api/client";
import { type ClientsSearch, toQuery } from "./filters";

const pageSize = 50;

/** The address of the list and the way to change parts of it. */
export function useClientsSearch() {
  const search = useSearch({ from: "/_app/clients/" });
  const navigate = useNavigate({ from: "/clients/" });
  const set = (change: Partial<ClientsSearch>, { replace = false } = {}) =>
    navigate({ search: (before) => ({ ...before, ...change }), replace });
  return { search, set };
}

/** The clients that the address asks for, page after page. */
export function useClients(search: ClientsSearch) {
  const query = { ...toQuery(search), sort: search.sort, limit: pageSize };
  const list = api.useInfiniteQuery(
    "get",
    "/api/v1/clients",
    { params: { query } },
    { ...keyset, placeholderData: keepPreviousData },
  );
  const pages = list.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  return { ...list, rows, total: pages?.[0]?.total ?? null };
}
