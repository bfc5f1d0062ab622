import { IconBookmark, IconBookmarkPlus, IconPencil, IconTrash, IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client as http, invalidate, type Schemas } from "@/shared/api/client";
import { overlayPart } from "@/shared/lib/lazy-part";
import { Button } from "@/shared/ui/button";
import { Menu, MenuGroup, MenuItem, MenuSeparator, MenuTrigger } from "@/shared/ui/menu";
import { toastError, toastUndo } from "@/shared/ui/toast";
import { countFilters, fromFilters, noFilters, sameFilters, toFilters } from "./filters";
import { useClientsSearch } from "./use-clients";

const SegmentDialog = overlayPart(async () => (await import("./segment-dialog")).SegmentDialog);

type Segment = Schemas["Segment"];
type Editing = { segment: Segment } | "new" | null;

const refresh = () => invalidate("/api/v1/segments");

/** Filters kept under a name: choose, save, rename, share (admin), forget. */
export function SegmentsMenu() {
  const { t } = useTranslation(["clients", "common"]);
  const { search, set } = useClientsSearch();
  const [editing, setEditing] = useState<Editing>(null);
  const segments = api.useQuery("get", "/api/v1/segments", {}, { staleTime: 60_000 }).data?.items ?? [];
  const filters = toFilters(search);
  const isFiltered = countFilters(search) > 0;
  const current = isFiltered ? segments.find((segment) => sameFilters(segment.filters, filters)) : undefined;
  const apply = (segment: Segment) => set({ ...noFilters, ...fromFilters(segment.filters) });
  const own = segments.filter(({ mine }) => mine);
  const shared = segments.filter(({ mine }) => !mine);

  return (
    <>
      <MenuTrigger>
        <Button look="ghost" aria-label={current ? t("segment.current", { name: current.name }) : t("segment.title")}>
          <IconBookmark size={16} stroke={1.75} aria-hidden="true" />
          <span className="max-w-40 truncate max-sm:sr-only">{current?.name ?? t("segment.title")}</span>
        </Button>
        <Menu title={t("segment.title")}>
          <Group title={t("segment.own")} segments={own} current={current} onApply={apply} />
          <Group title={t("segment.shared")} segments={shared} current={current} onApply={apply} />
          {segments.length > 0 ? <MenuSeparator /> : null}
          <MenuItem id="save" icon={IconBookmarkPlus} isDisabled={!isFiltered} onAction={() => setEditing("new")}>
            {isFiltered ? t("segment.save") : t("segment.saveHint")}
          </MenuItem>
          {current?.mine ? (
            <MenuItem id="rename" icon={IconPencil} onAction={() => setEditing({ segment: current })}>
              {t("segment.rename")}
            </MenuItem>
          ) : null}
          {current?.mine ? (
            <MenuItem
              id="delete"
              icon={IconTrash}
              onAction={() => void remove(current, t("segment.removed"), t("common:undo"))}
            >
              {t("segment.remove")}
            </MenuItem>
          ) : null}
        </Menu>
      </MenuTrigger>
      {editing ? (
        <SegmentDialog
          segment={editing === "new" ? null : editing.segment}
          onClose={() => setEditing(null)}
          onSaved={refresh}
        />
      ) : null}
    </>
  );
}

interface GroupProps {
  title: string;
  segments: Segment[];
  current: Segment | undefined;
  onApply: (segment: Segment) => void;
}

function Group({ title, segments, current, onApply }: GroupProps) {
  if (segments.length === 0) return null;
  return (
    <MenuGroup title={title} selectionMode="single" selectedKeys={current ? [current.id] : []}>
      {segments.map((segment) => (
        <MenuItem
          key={segment.id}
          id={segment.id}
          icon={segment.shared ? IconUsersGroup : IconBookmark}
          onAction={() => onApply(segment)}
        >
          {segment.name}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

async function remove(segment: Segment, title: string, undo: string) {
  const { name, filters, shared } = segment;
  try {
    await http.DELETE("/api/v1/segments/{segment_id}", { params: { path: { segment_id: segment.id } } });
    await refresh();
    const putBack = () => http.POST("/api/v1/segments", { body: { name, filters, shared } }).then(refresh, toastError);
    toastUndo(title, () => void putBack(), undo);
  } catch (error) {
    toastError(error);
  }
}
