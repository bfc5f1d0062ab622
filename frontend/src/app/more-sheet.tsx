import { IconBell, IconFileImport, IconLogout, IconUser } from "@tabler/icons-react";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/me";
import { signOut } from "@/shared/api/session";
import { type Language, languages } from "@/shared/i18n";
import { setTheme, type Theme, themes, useTheme } from "@/shared/lib/theme";
import { Avatar } from "@/shared/ui/avatar";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { Segmented } from "@/shared/ui/segmented";
import { toastError } from "@/shared/ui/toast";
import { chooseLanguage } from "./appearance-items";
import { adminsPlaces, everyonesPlaces, isOnBar, type Place } from "./places";
import { WorkChip } from "./work-chip";

/** The phone's everything else. */
export function MoreSheet({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation(["shell", "common"]);
  const theme = useTheme();
  const me = useMe();
  // The first four stand in the bar itself.
  const places = [...everyonesPlaces.filter((place) => !isOnBar(place)), ...(me.role === "admin" ? adminsPlaces : [])];
  return (
    <Dialog isOpen onClose={onClose} title={t("nav.more")}>
      <div className="grid gap-4">
        <div className="flex items-center gap-3">
          <Avatar name={me.full_name} size={40} isDecorative />
          <div className="min-w-0">
            <p className="truncate font-medium">{me.full_name}</p>
            <p className="truncate text-ink-muted text-sm">{me.email}</p>
          </div>
        </div>
        <div className="-mx-2">
          <WorkChip />
        </div>
        <div className="-mx-2 grid">
          <MoreLink to="/profile" icon={IconUser} onPress={onClose}>
            {t("nav.profile")}
          </MoreLink>
          <MoreLink to="/notifications" icon={IconBell} onPress={onClose}>
            {t("nav.notifications")}
          </MoreLink>
          <MoreLink to="/import" icon={IconFileImport} onPress={onClose}>
            {t("nav.import")}
          </MoreLink>
          {places.map(({ to, key, icon }) => (
            <MoreLink key={key} to={to} icon={icon} onPress={onClose}>
              {t(`nav.${key}`)}
            </MoreLink>
          ))}
        </div>
        <Segmented
          label={t("common:language")}
          value={i18n.language as Language}
          onChange={(language) => void chooseLanguage(language).catch(toastError)}
          options={(Object.keys(languages) as Language[]).map((id) => ({ id, label: languages[id] }))}
        />
        <Segmented
          label={t("appearance.theme")}
          value={theme}
          onChange={setTheme}
          options={themes.map((id: Theme) => ({ id, label: t(`appearance.${id}`) }))}
        />
        <Button onPress={() => void signOut()}>
          <IconLogout size={17} stroke={1.75} aria-hidden="true" />
          {t("user.signOut")}
        </Button>
      </div>
    </Dialog>
  );
}

interface MoreLinkProps {
  to: LinkProps["to"];
  icon: Place["icon"];
  onPress: () => void;
  children: ReactNode;
}

function MoreLink({ to, icon: IconShape, onPress, children }: MoreLinkProps) {
  return (
    <Link to={to} onClick={onPress} className="flex h-11 items-center gap-3 rounded-md px-2 font-medium hover:bg-hover">
      <IconShape size={19} stroke={1.75} className="text-ink-muted" aria-hidden="true" />
      {children}
    </Link>
  );
}
