import { IconAdjustmentsHorizontal, IconKeyboard, IconLogout, IconUser } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/me";
import { signOut } from "@/shared/api/session";
import { PersonAvatar } from "@/shared/crm/people";
import { lazyPart } from "@/shared/lib/lazy-part";
import { useShortcut } from "@/shared/lib/shortcuts";
import { IconButton } from "@/shared/ui/icon-button";
import { Menu, MenuItem, MenuSeparator, MenuTrigger } from "@/shared/ui/menu";
import { AppearanceItems } from "./appearance-items";

const ShortcutsDialog = lazyPart(async () => (await import("./shortcuts-dialog")).ShortcutsDialog);

/** Who is signed in, at the bottom of the sidebar. */
export function UserMenu() {
  const { t } = useTranslation("shell");
  const me = useMe();
  const navigate = useNavigate();
  const [isHelpOpen, setHelpOpen] = useState(false);
  useShortcut("?", t("shortcuts.title"), () => setHelpOpen(true));
  return (
    <div className="flex items-center gap-1">
      <MenuTrigger>
        <Button
          aria-label={`${t("user.menu")}: ${me.full_name}`}
          className="flex h-9 pointer-coarse:h-11 min-w-0 flex-1 cursor-pointer items-center gap-2 rounded-md px-2 text-left data-hovered:bg-hover"
        >
          <PersonAvatar person={me} size={24} isDecorative />
          <span className="truncate font-medium text-sm">{me.full_name}</span>
        </Button>
        <Menu title={t("user.menu")} placement="top start">
          <MenuItem icon={IconUser} onAction={() => navigate({ to: "/profile" })}>
            {t("nav.profile")}
          </MenuItem>
          <MenuItem icon={IconKeyboard} shortcut="?" onAction={() => setHelpOpen(true)}>
            {t("shortcuts.title")}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={IconLogout} onAction={() => void signOut()}>
            {t("user.signOut")}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      <MenuTrigger>
        <IconButton icon={IconAdjustmentsHorizontal} label={t("appearance.title")} />
        <Menu title={t("appearance.title")} placement="top end">
          <AppearanceItems />
        </Menu>
      </MenuTrigger>
      <Suspense>{isHelpOpen ? <ShortcutsDialog onClose={() => setHelpOpen(false)} /> : null}</Suspense>
    </div>
  );
}
