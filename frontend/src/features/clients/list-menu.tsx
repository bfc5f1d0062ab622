import {
  IconArrowMerge,
  IconDots,
  IconFileExport,
  IconFileImport,
  IconFileSpreadsheet,
  IconListCheck,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { saveFile } from "@/shared/api/save-file";
import { type Command, useCommands } from "@/shared/lib/commands";
import { useIsTable } from "@/shared/lib/use-media";
import { Button } from "@/shared/ui/button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { toast, toastError } from "@/shared/ui/toast";
import { type ClientsSearch, toQuery } from "./filters";
import { useClientsSearch } from "./use-clients";

type Format = "csv" | "xlsx";

/** The address of the file that holds what the list shows. */
function exportPath(search: ClientsSearch, format: Format) {
  const params = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(toQuery(search))) {
    for (const one of [value ?? []].flat()) params.append(name, String(one));
  }
  return `/api/v1/clients/export?${params}`;
}

/** Import, export of what the list shows, and on phones the way to choose several. */
export function ListMenu({ onChoose }: { onChoose: () => void }) {
  const { t } = useTranslation("clients");
  const navigate = useNavigate();
  const { search } = useClientsSearch();
  const [isExporting, setExporting] = useState(false);
  const exportAs = async (format: Format) => {
    setExporting(true);
    try {
      await saveFile(exportPath(search, format), `clients.${format}`);
      toast(t("exported"), { tone: "good" });
    } catch (error) {
      toastError(error);
    } finally {
      setExporting(false);
    }
  };
  const isCards = !useIsTable();
  const choose: Command = { id: "choose", title: t("choose"), icon: IconListCheck, run: onChoose };
  const items: Command[] = [
    ...(isCards ? [choose] : []),
    { id: "import", title: t("import"), icon: IconFileImport, run: () => void navigate({ to: "/import" }) },
    {
      id: "repeats",
      title: t("repeats.title"),
      icon: IconArrowMerge,
      run: () => void navigate({ to: "/clients/duplicates" }),
    },
    { id: "xlsx", title: t("exportXlsx"), icon: IconFileSpreadsheet, run: () => void exportAs("xlsx") },
    { id: "csv", title: t("exportCsv"), icon: IconFileExport, run: () => void exportAs("csv") },
  ];
  useCommands(items);
  return (
    <MenuTrigger>
      <Button look="secondary" size="icon" aria-label={t("listMenu")} isPending={isExporting}>
        <IconDots size={17} stroke={1.75} aria-hidden="true" />
      </Button>
      <Menu title={t("listMenu")} placement="bottom end">
        {items.map(({ id, title, icon, run }) => (
          <MenuItem key={id} id={id} icon={icon} onAction={run}>
            {title}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
