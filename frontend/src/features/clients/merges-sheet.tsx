import { useTranslation } from "react-i18next";
import { Sheet } from "@/shared/ui/sheet";
import { MergesList } from "./merges-list";

/** Whom the client is made of. */
export function MergesSheet({ clientId, onClose }: { clientId: string; onClose: () => void }) {
  const { t } = useTranslation("clients");
  return (
    <Sheet isOpen onClose={onClose} title={t("menu.merges")}>
      <MergesList clientId={clientId} />
    </Sheet>
  );
}
