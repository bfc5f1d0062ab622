import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { saveFile } from "@/shared/api/save-file";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { toastError } from "@/shared/ui/toast";
import { addDays } from "@/shared/worktime/days";

const parts = ["days", "sessions", "minutes"] as const;

/** Everything that was measured of oneself in the last year, to take along. */
export function TimeExport() {
  const { t } = useTranslation("worktime");
  const today = useFormat().isoDay(Date.now());
  const save = (what: (typeof parts)[number]) => {
    const query = new URLSearchParams({ what, from_day: addDays(today, -365), to_day: today });
    saveFile(`/api/v1/worktime/export?${query}`, `${what}.csv`).catch(toastError);
  };
  return (
    <MenuTrigger>
      <Button className="w-fit">
        <IconDownload size={16} stroke={1.75} aria-hidden="true" />
        {t("export.open")}
      </Button>
      <Menu title={t("export.open")}>
        {parts.map((what) => (
          <MenuItem key={what} onAction={() => save(what)}>
            {t(`export.${what}`)}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
