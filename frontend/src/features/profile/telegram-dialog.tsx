import { IconBrandTelegram } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/shared/ui/dialog";

/** The way to the bot. Whoever shows it takes it away when the chat is bound. */
export function TelegramDialog({ url, onClose }: { url: string; onClose: () => void }) {
  const { t } = useTranslation("profile");
  return (
    <Dialog isOpen onClose={onClose} title={t("reach.connectTitle")} size="sm">
      <div className="grid gap-4">
        <p className="text-ink-soft">{t("reach.connectText")}</p>
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          className="inline-flex h-10 pointer-coarse:h-11 items-center justify-center gap-2 rounded-md bg-accent px-4 font-medium text-white hover:bg-accent-hover"
        >
          <IconBrandTelegram size={18} stroke={1.75} aria-hidden="true" />
          {t("reach.openTelegram")}
        </a>
        <p className="text-ink-muted text-xs">{t("reach.connectOnce")}</p>
      </div>
    </Dialog>
  );
}
