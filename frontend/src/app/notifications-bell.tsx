import { IconBell } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/me";
import { lazyPart } from "@/shared/lib/lazy-part";
import { Counter } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Panel, PanelTrigger } from "@/shared/ui/panel";

const BellPanel = lazyPart(async () => (await import("./bell-panel")).BellPanel);

/** The bell with the number of unread notifications; live updates keep both current. */
export function NotificationsBell() {
  const { t } = useTranslation("shell");
  const [isOpen, setOpen] = useState(false);
  const unread = useMe().unread_notifications;
  return (
    <PanelTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button look="ghost" size="icon" aria-label={unread ? t("bell.unread", { count: unread }) : t("bell.label")}>
        <span className="relative">
          <IconBell size={17} stroke={1.75} aria-hidden="true" />
          <span className="absolute -top-2 left-2">
            <Counter count={unread} />
          </span>
        </span>
      </Button>
      <Panel placement="bottom start" className="w-96 max-w-[calc(100vw-1rem)] overflow-clip">
        <BellPanel onClose={() => setOpen(false)} />
      </Panel>
    </PanelTrigger>
  );
}
