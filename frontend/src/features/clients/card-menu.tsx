import {
  IconArchive,
  IconArchiveOff,
  IconArrowMerge,
  IconDots,
  IconEraser,
  IconFileDownload,
  IconHistory,
  IconLink,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsAdmin } from "@/shared/api/me";
import { saveFile } from "@/shared/api/save-file";
import { type Command, useCommands } from "@/shared/lib/commands";
import { overlayPart } from "@/shared/lib/lazy-part";
import { Button } from "@/shared/ui/button";
import { Menu, MenuItem, MenuSeparator, MenuTrigger } from "@/shared/ui/menu";
import { toastError } from "@/shared/ui/toast";
import { type Facts, useArchive } from "./use-client";

const EraseDialog = overlayPart(async () => (await import("./erase-dialog")).EraseDialog);
const InviteDialog = overlayPart(async () => (await import("./invite-dialog")).InviteDialog);
const HistorySheet = overlayPart(async () => (await import("./history-sheet")).HistorySheet);
const MergesSheet = overlayPart(async () => (await import("./merges-sheet")).MergesSheet);
const MergeDialog = overlayPart(async () => (await import("@/shared/crm/merge-dialog")).MergeDialog);

type Open = "invite" | "merge" | "merges" | "history" | "erase" | null;

const exportPersonalData = (client: Facts) =>
  saveFile(`/api/v1/clients/${client.id}/personal-data`, `client-${client.id}.json`).catch(toastError);

/** What is done seldom with a client; admins have more. */
export function CardMenu({ client }: { client: Facts }) {
  const { t } = useTranslation("clients");
  const isAdmin = useIsAdmin();
  const [open, setOpen] = useState<Open>(null);
  const { archive, restore } = useArchive(client);
  const isGone = client.merged_into !== null || client.erased_at !== null;
  const all: (Command & { isShown: boolean })[] = [
    { id: "invite", title: t("menu.invite"), icon: IconLink, run: () => setOpen("invite"), isShown: !isGone },
    { id: "merge", title: t("menu.merge"), icon: IconArrowMerge, run: () => setOpen("merge"), isShown: !isGone },
    { id: "merges", title: t("menu.merges"), icon: IconArrowMerge, run: () => setOpen("merges"), isShown: !isGone },
    { id: "archive", title: t("archive"), icon: IconArchive, run: archive, isShown: !client.archived_at },
    {
      id: "restore",
      title: t("restore"),
      icon: IconArchiveOff,
      run: restore,
      isShown: client.archived_at !== null && !isGone,
    },
    { id: "history", title: t("menu.history"), icon: IconHistory, run: () => setOpen("history"), isShown: isAdmin },
    {
      id: "personal-data",
      title: t("menu.personalData"),
      icon: IconFileDownload,
      run: () => void exportPersonalData(client),
      isShown: isAdmin,
    },
  ];
  const items = all.filter(({ isShown }) => isShown);
  useCommands(items);
  return (
    <>
      <MenuTrigger>
        <Button size="icon" aria-label={t("menu.title")}>
          <IconDots size={17} stroke={1.75} aria-hidden="true" />
        </Button>
        <Menu title={t("menu.title")} placement="bottom end">
          {items.map(({ id, title, icon, run }) => (
            <MenuItem key={id} id={id} icon={icon} onAction={run}>
              {title}
            </MenuItem>
          ))}
          {isAdmin && !client.erased_at ? <MenuSeparator /> : null}
          {isAdmin && !client.erased_at ? (
            <MenuItem id="erase" icon={IconEraser} isDanger onAction={() => setOpen("erase")}>
              {t("menu.erase")}
            </MenuItem>
          ) : null}
        </Menu>
      </MenuTrigger>
      {open === "invite" ? <InviteDialog clientId={client.id} onClose={() => setOpen(null)} /> : null}
      {open === "merge" ? <MergeDialog client={client} onClose={() => setOpen(null)} /> : null}
      {open === "merges" ? <MergesSheet clientId={client.id} onClose={() => setOpen(null)} /> : null}
      {open === "history" ? <HistorySheet clientId={client.id} onClose={() => setOpen(null)} /> : null}
      {open === "erase" ? <EraseDialog client={client} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
