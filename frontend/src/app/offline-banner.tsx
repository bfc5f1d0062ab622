import { IconWifiOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { checkConnection, useOnline } from "@/shared/api/network";
import { Button } from "@/shared/ui/button";

export function OfflineBanner() {
  const { t } = useTranslation("shell");
  if (useOnline()) return null;
  return (
    <div role="status" className="flex shrink-0 items-center gap-3 bg-warn-soft px-4 py-1.5 text-sm text-warn lg:px-5">
      <IconWifiOff size={16} className="shrink-0" aria-hidden="true" />
      <span className="min-w-0 flex-1">{t("offline.text")}</span>
      <Button look="ghost" className="text-warn" onPress={() => void checkConnection()}>
        {t("offline.retry")}
      </Button>
    </div>
  );
}
