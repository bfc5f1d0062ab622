import { useTranslation } from "react-i18next";
import { client } from "@/shared/api/client";
import { type Language, languages, setLanguage } from "@/shared/i18n";
import { setTheme, type Theme, themes, useTheme } from "@/shared/lib/theme";
import { MenuGroup, MenuItem } from "@/shared/ui/menu";

/** Shows a language here and asks the profile to remember it; the screen does not wait for that. */
export function chooseLanguage(language: Language) {
  void setLanguage(language);
  client.PATCH("/api/v1/me", { body: { locale: language } }).catch(() => undefined);
}

/** Language and theme as groups of a menu. */
export function AppearanceItems() {
  const { t, i18n } = useTranslation(["shell", "common"]);
  const theme = useTheme();
  return (
    <>
      <MenuGroup title={t("common:language")} selectionMode="single" selectedKeys={[i18n.language]}>
        {Object.entries(languages).map(([code, name]) => (
          <MenuItem key={code} id={code} onAction={() => chooseLanguage(code as Language)}>
            <span lang={code}>{name}</span>
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuGroup title={t("appearance.theme")} selectionMode="single" selectedKeys={[theme]}>
        {themes.map((name: Theme) => (
          <MenuItem key={name} id={name} onAction={() => setTheme(name)}>
            {t(`appearance.${name}`)}
          </MenuItem>
        ))}
      </MenuGroup>
    </>
  );
}
