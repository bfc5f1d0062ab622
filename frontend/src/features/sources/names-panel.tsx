import { IconArchive, IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { overlayPart } from "@/shared/lib/lazy-part";
import { Button } from "@/shared/ui/button";
import { IconButton } from "@/shared/ui/icon-button";
import { Panel } from "@/shared/ui/page";
import type { Source } from "./source";
import { useArchiveSource } from "./use-source";

const NewNameDialog = overlayPart(async () => (await import("./rename-dialog")).NewNameDialog);
const RenameDialog = overlayPart(async () => (await import("./rename-dialog")).RenameDialog);

/** Sources that only name where a client came from; managers choose among them when they add one. */
export function NamesPanel({ sources }: { sources: Source[] }) {
  const { t } = useTranslation("sources");
  const [isAdding, setAdding] = useState(false);
  return (
    <Panel
      title={t("names.title")}
      actions={
        <Button onPress={() => setAdding(true)}>
          <IconPlus size={16} aria-hidden="true" />
          {t("names.add")}
        </Button>
      }
    >
      <p className="mb-2 text-ink-muted text-sm">{t("names.lead")}</p>
      <ul className="grid">
        {sources.map((source) => (
          <NameRow key={source.id} source={source} />
        ))}
      </ul>
      {isAdding ? <NewNameDialog onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function NameRow({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const [isRenaming, setRenaming] = useState(false);
  const archive = useArchiveSource(source);
  return (
    <li className="flex min-h-10 items-center gap-2.5">
      <span className="min-w-0 flex-1 truncate">{source.name}</span>
      <IconButton icon={IconPencil} label={t("rename.of", { name: source.name })} onPress={() => setRenaming(true)} />
      <IconButton icon={IconArchive} label={t("archiveOf", { name: source.name })} onPress={() => void archive()} />
      {isRenaming ? <RenameDialog source={source} onClose={() => setRenaming(false)} /> : null}
    </li>
  );
}
