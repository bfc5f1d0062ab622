import { useTranslation } from "react-i18next";
import { client, ifMatch } from "@/shared/api/client";
import { cachedMe, keepMe } from "@/shared/api/me";
import { type Language, languages, setLanguage } from "@/shared/i18n";
import { setTheme, type Theme, themes, useTheme } from "@/shared/lib/theme";
import { MenuGroup, MenuItem } from "@/shared/ui/menu";
import { toastError } from "@/shared/ui/toast";

/** Shows a language here and asks the profile to remember it; the screen does not wait for that. */
export async function chooseLanguage(language: Language) {
  const me = cachedMe();
  await setLanguage(language);
  if (!me) return;
  const header = ifMatch(me.version);
  const { data } = await client.PATCH("/api/v1/me", { params: { header }, body: { locale: language } });
  if (data) keepMe(data);
}

/** Language and theme as groups of a menu. */
export function AppearanceItems() {
  const { t, i18n } = useTranslation(["shell", "common"]);
  const theme = useTheme();
  return (
    <>
      <MenuGroup title={t("common:language")} selectionMode="single" selectedKeys={[i18n.language]}>
        {Object.entries(languages).map(([code, name]) => (
          <MenuItem key={code} id={code} onAction={() => void chooseLanguage(code as Language).catch(toastError)}>
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
