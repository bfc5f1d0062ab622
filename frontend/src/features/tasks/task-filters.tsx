import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useIsAdmin } from "@/shared/api/me";
import { Button } from "@/shared/ui/button";
import { SearchField } from "@/shared/ui/search-field";
import { Segmented } from "@/shared/ui/segmented";

const route = getRouteApi("/_app/tasks");
const shortest = 2;
const OwnerFilter = lazy(async () => ({ default: (await import("./owner-filter")).OwnerFilter }));

/** The list's filters as the address has them, and as the API wants them. */
export function useTaskFilters() {
  const { q, owner, view } = route.useSearch();
  const isAdmin = useIsAdmin();
  const words = q?.trim() ?? "";
  return {
    listSearch: { q, owner, view },
    query: { q: words.length >= shortest ? words : undefined, owner: isAdmin ? owner?.[0] : undefined },
    isFiltered: words.length >= shortest || (isAdmin && Boolean(owner?.length)),
  };
}

export function TaskFilters() {
  const { t } = useTranslation(["tasks", "common"]);
  const { q, owner, view } = route.useSearch();
  const navigate = route.useNavigate();
  const isAdmin = useIsAdmin();
  const change = (next: { q?: string; owner?: string[]; view?: "done" }) =>
    void navigate({ search: (search) => ({ ...search, ...next }), replace: true, resetScroll: false });
  const views = [
    { id: "open" as const, label: t("view.open") },
    { id: "done" as const, label: t("view.done") },
  ];
  return (
    <>
      <Segmented
        label={t("view.label")}
        options={views}
        value={view ?? "open"}
        onChange={(next) => change({ view: next === "done" ? next : undefined })}
      />
      <SearchField
        label={t("search")}
        placeholder={t("searchShort")}
        value={q ?? ""}
        onChange={(words) => change({ q: words || undefined })}
        className="min-w-36 flex-1 sm:max-w-72"
      />
      <Suspense>
        {isAdmin ? <OwnerFilter value={owner ?? []} onChange={(ids) => change({ owner: ids.slice(0, 1) })} /> : null}
      </Suspense>
      {q || owner?.length ? (
        <Button look="ghost" onPress={() => change({ q: undefined, owner: undefined })}>
          {t("common:clearFilters")}
        </Button>
      ) : null}
    </>
  );
}
