import { useTranslation } from "react-i18next";
import { setSingleKeys, useShortcutList, useSingleKeys } from "@/shared/lib/shortcuts";
import { Dialog } from "@/shared/ui/dialog";
import { Kbd } from "@/shared/ui/kbd";
import { Switch } from "@/shared/ui/switch";

/** Every shortcut of what is on the screen now. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("shell");
  const shortcuts = useShortcutList();
  const singleKeys = useSingleKeys();
  return (
    <Dialog isOpen onClose={onClose} title={t("shortcuts.title")} size="sm">
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
