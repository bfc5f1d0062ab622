import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/me";
import { type Language, languages, setLanguage } from "@/shared/i18n";
import { setTheme, themes, useTheme } from "@/shared/lib/theme";
import { Panel } from "@/shared/ui/page";
import { Segmented } from "@/shared/ui/segmented";
import { Select } from "@/shared/ui/select";
import { Switch } from "@/shared/ui/switch";
import { toastError } from "@/shared/ui/toast";
import { useEditMe } from "./use-edit-me";

const languageOptions = Object.entries(languages).map(([id, label]) => ({ id: id as Language, label }));

/** Language, theme, and what comes up by itself; each change is kept at once. */
export function PreferencesPanel() {
  const { t, i18n } = useTranslation(["profile", "common", "shell"]);
  const me = useMe();
  const theme = useTheme();
  const { edit } = useEditMe();
  const speak = async (language: Language) => {
    await setLanguage(language);
    await edit({ locale: language });
  };
  const popUps = (popups: boolean) => edit({ preferences: { ...me.preferences, popups } });
  return (
    <Panel title={t("preferences.title")}>
      <div className="grid gap-4">
        <div className="grid gap-4 sm:max-lg:grid-cols-2 xl:grid-cols-2">
          <Select
            label={t("common:language")}
            hint={t("preferences.languageHint")}
            options={languageOptions}
            value={i18n.language as Language}
            onChange={(language) => void speak(language).catch(toastError)}
          />
          <div className="grid content-start gap-1.5">
            <span className="font-medium text-ink-soft text-sm">{t("shell:appearance.theme")}</span>
            <Segmented
              label={t("shell:appearance.theme")}
              options={themes.map((id) => ({ id, label: t(`preferences.${id}`) }))}
              value={theme}
              onChange={setTheme}
            />
          </div>
        </div>
        <div className="border-t pt-3">
          <Switch
            value={me.preferences.popups !== false}
            onChange={(isOn) => void popUps(isOn).catch(toastError)}
            hint={t("preferences.popupsHint")}
          >
            {t("preferences.popups")}
          </Switch>
        </div>
      </div>
    </Panel>
  );
}
