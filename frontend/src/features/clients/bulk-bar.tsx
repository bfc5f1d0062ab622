import { IconArchive, IconArchiveOff, IconProgressCheck, IconTag, IconUserShare, IconX } from "@tabler/icons-react";
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

// On phones the actions share one line: icons over words.
const actionShape = "max-md:h-12! max-md:flex-1 max-md:flex-col max-md:gap-0.5! max-md:px-1! max-md:text-xs";

/** What can be done with the chosen rows: over the foot of the table, under the cards of a phone. */
export function BulkBar({ rows, onDone }: BulkBarProps) {
  const { t } = useTranslation(["clients", "common"]);
  const isAdmin = useIsAdmin();
  const [isTagging, setTagging] = useState(false);
  const bulk = useBulk(rows, onDone);
  const isEmpty = rows.length === 0;
  const isArchive = !isEmpty && rows.every(({ archived_at }) => archived_at !== null);
  return (
    <section
      data-foot
      aria-label={t("bulk.title")}
      className="flex shrink-0 animate-appear flex-wrap items-center gap-1 border-t bg-raised p-1.5 md:absolute md:inset-x-0 md:bottom-3 md:z-20 md:mx-auto md:w-fit md:max-w-[calc(100%-1.5rem)] md:rounded-lg md:border-0 md:shadow-pop"
    >
      <span className="tabular px-2 font-medium max-md:flex-1">{t("bulk.selected", { count: rows.length })}</span>
      <span className="md:order-last">
        <IconButton icon={IconX} label={t("bulk.clear")} onPress={onDone} />
      </span>
      <div className="flex max-md:w-full max-md:gap-1">
        {isAdmin ? <AssignMenu onChoose={bulk.assign} isDisabled={isEmpty} /> : null}
        <StatusMenu onChoose={(status) => bulk.edit({ status })} isDisabled={isEmpty} />
        <Button look="ghost" className={actionShape} isDisabled={isEmpty} onPress={() => setTagging(true)}>
          <IconTag size={16} stroke={1.75} aria-hidden="true" />
          {t("bulk.tags")}
        </Button>
        <Button
          look="ghost"
          className={actionShape}
          isDisabled={isEmpty}
          onPress={() => bulk.edit({ archived: !isArchive })}
        >
          {isArchive ? (
            <IconArchiveOff size={16} stroke={1.75} aria-hidden="true" />
          ) : (
            <IconArchive size={16} stroke={1.75} aria-hidden="true" />
          )}
          {isArchive ? t("restore") : t("archive")}
        </Button>
      </div>
      {isTagging ? <TagsDialog onClose={() => setTagging(false)} onSave={bulk.edit} /> : null}
    </section>
  );
}

interface AssignMenuProps {
  onChoose: (id: string | null, name: string) => void;
  isDisabled: boolean;
}

function AssignMenu({ onChoose, isDisabled }: AssignMenuProps) {
  const { t } = useTranslation(["clients", "crm"]);
  const people = useColleagueOptions();
  return (
    <MenuTrigger>
      <Button look="ghost" className={actionShape} isDisabled={isDisabled}>
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

interface StatusMenuProps {
  onChoose: (status: ClientItem["status"]) => void;
  isDisabled: boolean;
}

function StatusMenu({ onChoose, isDisabled }: StatusMenuProps) {
  const { t } = useTranslation("crm");
  return (
    <MenuTrigger>
      <Button look="ghost" className={actionShape} isDisabled={isDisabled}>
        <IconProgressCheck size={16} stroke={1.75} aria-hidden="true" />
        {t("status.label")}
      </Button>
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
