import { useTranslation } from "react-i18next";
import { setSingleKeys, useShortcut, useShortcutList, useSingleKeys } from "@/shared/lib/shortcuts";
import { Dialog } from "@/shared/ui/dialog";
import { Kbd } from "@/shared/ui/kbd";
import { Switch } from "@/shared/ui/switch";

interface ShortcutsDialogProps {
  isOpen: boolean;
  onOpen: () => void;
  onClose: () => void;
}

/** Every shortcut of what is on the screen now. */
export function ShortcutsDialog({ isOpen, onOpen, onClose }: ShortcutsDialogProps) {
  const { t } = useTranslation("shell");
  const shortcuts = useShortcutList();
  const singleKeys = useSingleKeys();
  useShortcut("?", t("shortcuts.title"), onOpen);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("shortcuts.title")} size="sm">
      <ul className="mb-4 grid">
        {shortcuts.map(({ keys, label }) => (
          <li key={keys} className="flex h-9 items-center justify-between border-b">
            {label}
            <Kbd keys={keys} />
          </li>
        ))}
      </ul>
      <Switch value={singleKeys} onChange={setSingleKeys} hint={t("shortcuts.singleHint")}>
        {t("shortcuts.single")}
      </Switch>
    </Dialog>
  );
}
