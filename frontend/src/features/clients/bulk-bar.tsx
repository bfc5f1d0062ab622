import { IconArchive, IconArchiveOff, IconTag, IconUserShare, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsAdmin } from "@/shared/api/me";
import { useColleagueOptions } from "@/shared/crm/people";
import { useStatusOptions } from "@/shared/crm/status-badge";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { IconButton } from "@/shared/ui/icon-button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { Segmented } from "@/shared/ui/segmented";
import type { ClientItem } from "./filters";
import { TagsField } from "./tags-field";
import { useBulk } from "./use-bulk";

interface BulkBarProps {
  rows: ClientItem[];
  onDone: () => void;
}

/** What can be done with the chosen rows; stands over the foot of the list. */
export function BulkBar({ rows, onDone }: BulkBarProps) {
  const { t } = useTranslation(["clients", "common"]);
  const isAdmin = useIsAdmin();
  const [isTagging, setTagging] = useState(false);
  const bulk = useBulk(rows, onDone);
  const isArchive = rows.every(({ archived_at }) => archived_at !== null);
  return (
    <section
      aria-label={t("bulk.title")}
      className="absolute inset-x-0 bottom-3 z-20 mx-auto flex w-fit max-w-[calc(100%-1.5rem)] animate-appear flex-wrap items-center gap-1 rounded-lg bg-raised p-1.5 shadow-pop"
    >
      <span className="tabular px-2 font-medium">{t("bulk.selected", { count: rows.length })}</span>
      {isAdmin ? <AssignMenu onChoose={bulk.assign} /> : null}
      <StatusMenu onChoose={(status) => bulk.edit({ status })} />
      <Button look="ghost" onPress={() => setTagging(true)}>
        <IconTag size={16} stroke={1.75} aria-hidden="true" />
        {t("bulk.tags")}
      </Button>
      <Button look="ghost" onPress={() => bulk.edit({ archived: !isArchive })}>
        {isArchive ? (
          <IconArchiveOff size={16} stroke={1.75} aria-hidden="true" />
        ) : (
          <IconArchive size={16} stroke={1.75} aria-hidden="true" />
        )}
        {isArchive ? t("restore") : t("archive")}
      </Button>
      <IconButton icon={IconX} label={t("bulk.clear")} onPress={onDone} />
      {isTagging ? <TagsDialog onClose={() => setTagging(false)} onSave={bulk.edit} /> : null}
    </section>
  );
}

function AssignMenu({ onChoose }: { onChoose: (id: string | null, name: string) => void }) {
  const { t } = useTranslation(["clients", "crm"]);
  const people = useColleagueOptions();
  return (
    <MenuTrigger>
      <Button look="ghost">
        <IconUserShare size={16} stroke={1.75} aria-hidden="true" />
        {t("bulk.assign")}
      </Button>
      <Menu title={t("bulk.assign")} placement="top start">
        {[...people, { id: "none", label: t("crm:nobody"), start: null }].map(({ id, label, start }) => (
          <MenuItem key={id} id={id} textValue={label} onAction={() => onChoose(id === "none" ? null : id, label)}>
            {start}
            {label}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}

function StatusMenu({ onChoose }: { onChoose: (status: ClientItem["status"]) => void }) {
  const { t } = useTranslation("crm");
  return (
    <MenuTrigger>
      <Button look="ghost">{t("status.label")}</Button>
      <Menu title={t("status.label")} placement="top start">
        {useStatusOptions().map(({ id, label }) => (
          <MenuItem key={id} id={id} onAction={() => onChoose(id)}>
            {label}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}

type TagsEdit = { add_tags: string[] } | { remove_tags: string[] };

function TagsDialog({ onClose, onSave }: { onClose: () => void; onSave: (edit: TagsEdit) => void }) {
  const { t } = useTranslation(["clients", "common"]);
  const [tags, setTags] = useState<string[]>([]);
  const [way, setWay] = useState<"add" | "remove">("add");
  const save = () => {
    onSave(way === "add" ? { add_tags: tags } : { remove_tags: tags });
    onClose();
  };
  const ways = (["add", "remove"] as const).map((id) => ({ id, label: t(`bulk.tagWay.${id}`) }));
  return (
    <Dialog
      isOpen
      size="sm"
      onClose={onClose}
      title={t("bulk.tags")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" isDisabled={tags.length === 0} onPress={save}>
            {t("bulk.apply")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Segmented label={t("bulk.tags")} options={ways} value={way} onChange={setWay} />
        <TagsField value={tags} onChange={setTags} />
      </div>
    </Dialog>
  );
}
