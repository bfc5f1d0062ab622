import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { countedUpTo } from "@/shared/lib/format";
import { ahead, overlayPart } from "@/shared/lib/lazy-part";
import { useShortcut } from "@/shared/lib/shortcuts";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Page } from "@/shared/ui/page";
import { SearchField } from "@/shared/ui/search-field";
import { ClientsFilters } from "./clients-filters";
import { ClientsTable } from "./clients-table";
import { ListMenu } from "./list-menu";
import { SegmentsMenu } from "./segments-menu";
import { useClients, useClientsSearch } from "./use-clients";

const BulkBar = overlayPart(async () => (await import("./bulk-bar")).BulkBar);
const ClientSheet = overlayPart(async () => (await import("./client-sheet")).ClientSheet);
const loadNewClientSheet = async () => (await import("./new-client-sheet")).NewClientSheet;
const NewClientSheet = overlayPart(loadNewClientSheet);

/** All clients one may see: filters, saved segments, bulk work, export; the card beside the list. */
export function ClientsPage() {
  // "tasks" for the sheet: its texts are here before it opens.
  const { t } = useTranslation(["clients", "tasks"]);
  const { search, set } = useClientsSearch();
  const list = useClients(search);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const shown = new Set(list.rows.map(({ id }) => id));
  const selected = new Set([...selection].filter((id) => shown.has(id)));
  const [isChoosing, setChoosing] = useState(false);
  const stopChoosing = () => {
    setSelection(new Set());
    setChoosing(false);
  };
  useShortcut("n", t("add"), () => set({ new: true }));

  return (
    <Page
      title={t("title")}
      count={<Count total={list.total} />}
      layout="flush"
      filters={
        <>
          <SearchField
            label={t("find")}
            value={search.q ?? ""}
            onChange={(q) => set({ q: q.trim() || undefined }, { replace: true })}
            className="min-w-0 flex-1 lg:max-w-72"
          />
          <SegmentsMenu />
        </>
      }
      actions={
        <>
          <ListMenu onChoose={() => setChoosing(true)} />
          {/* People type right after the press: under the pointer the form is already on its way. */}
          <Button look="primary" onHoverStart={ahead(loadNewClientSheet)} onPress={() => set({ new: true })}>
            <IconPlus size={16} aria-hidden="true" />
            <span className="max-sm:sr-only">{t("add")}</span>
          </Button>
        </>
      }
    >
      <ClientsFilters />
      <ClientsTable list={list} selection={selected} onSelection={setSelection} isChoosing={isChoosing} />
      {isChoosing || selected.size > 0 ? (
        <BulkBar rows={list.rows.filter(({ id }) => selected.has(id))} onDone={stopChoosing} />
      ) : null}
      {search.open ? <ClientSheet id={search.open} onClose={() => set({ open: undefined })} /> : null}
      {search.new ? <NewClientSheet onClose={() => set({ new: undefined })} /> : null}
    </Page>
  );
}

function Count({ total }: { total: number | null }) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  if (total === null) return null;
  const shown = format.counted(total);
  return (
    <>
      <span className="max-sm:hidden">{t("count", { count: Math.min(total, countedUpTo), shown })}</span>
      <span className="sm:hidden">{shown}</span>
    </>
  );
}
