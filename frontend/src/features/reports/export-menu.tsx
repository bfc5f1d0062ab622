import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { saveFile } from "@/shared/api/save-file";
import { Button } from "@/shared/ui/button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { toastError } from "@/shared/ui/toast";
import { route, useAsked } from "./asked";
import { exportPath, type FileFormat, fileFormats } from "./export-path";
import type { TabName } from "./search";

/** The report as it is seen, as a file. */
export function ExportMenu({ tab }: { tab: Exclude<TabName, "ready"> }) {
  const { t } = useTranslation("reports");
  const asked = useAsked();
  const { sort, dir, split } = route.useSearch();
  const report = tab === "sources" && split ? split : tab;
  return (
    <FileMenu label={t("export.open")} path={(format) => exportPath(report, format, asked, sort, dir)} name={report} />
  );
}

interface FileMenuProps {
  label: string;
  path: (format: FileFormat) => string;
  name: string;
}

/** Three kinds of files of one report. */
export function FileMenu({ label, path, name }: FileMenuProps) {
  const { t } = useTranslation("reports");
  const [isPending, setPending] = useState(false);
  const save = (format: FileFormat) => {
    setPending(true);
    saveFile(path(format), `${name}.${format}`)
      .catch(toastError)
      .finally(() => setPending(false));
  };
  return (
    <MenuTrigger>
      <Button isPending={isPending} aria-label={label}>
        <IconDownload size={16} aria-hidden="true" />
        <span className="max-sm:sr-only">{label}</span>
      </Button>
      <Menu title={label} placement="bottom end">
        {fileFormats.map((format) => (
          <MenuItem key={format} onAction={() => save(format)}>
            {t(`export.${format}`)}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
