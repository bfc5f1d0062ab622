import { IconChevronLeft, IconChevronRight, IconDownload, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { overlayShape } from "@/shared/ui/dialog";
import { IconButton } from "@/shared/ui/icon-button";
import { type Attachment, givenName } from "./attachment";
import { openFile } from "./open-file";
import { useSigned } from "./use-signed";

interface PictureViewerProps {
  items: readonly Attachment[];
  first: number;
  onClose: () => void;
}

/** A picture as large as the window lets it be; arrows lead to the message's others, Escape back. */
export function PictureViewer({ items, first, onClose }: PictureViewerProps) {
  const { t } = useTranslation(["clients", "common"]);
  const [index, setIndex] = useState(first);
  const item = items[index];
  const url = useSigned(item?.path);
  if (!item) return null;
  const name = givenName(item) ?? t("timeline.attachment.image");
  const go = (step: number) => setIndex((now) => (now + step + items.length) % items.length);
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === "ArrowRight") go(1);
    if (key === "ArrowLeft") go(-1);
  };
  return (
    <ModalOverlay isOpen onOpenChange={(isOpen) => !isOpen && onClose()} isDismissable className={overlayShape}>
      <Modal className="fixed inset-0 bg-surface sm:inset-4 sm:rounded-xl sm:shadow-pop">
        <Dialog className="h-full outline-none">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same */}
          <div onKeyDown={onKeyDown} className="flex h-full flex-col">
            <header className="flex h-13 shrink-0 items-center gap-1 border-b pr-2 pl-4">
              <Heading slot="title" className="min-w-0 flex-1 truncate font-semibold">
                {name}
              </Heading>
              {items.length > 1 ? (
                <span className="tabular text-ink-muted text-sm">
                  {index + 1} / {items.length}
                </span>
              ) : null}
              <IconButton
                icon={IconDownload}
                label={t("files.download", { name })}
                onPress={() => item.path && openFile(item.path, item.name || name)}
              />
              <IconButton icon={IconX} label={t("common:close")} onPress={onClose} />
            </header>
            <div className="relative grid min-h-0 flex-1 place-items-center p-3">
              {url ? (
                <img src={url} alt={name} className="max-h-full min-h-0 max-w-full rounded-lg object-contain" />
              ) : null}
              {items.length > 1 ? (
                <>
                  <span className="absolute left-3">
                    <IconButton
                      look="secondary"
                      icon={IconChevronLeft}
                      label={t("files.before")}
                      onPress={() => go(-1)}
                    />
                  </span>
                  <span className="absolute right-3">
                    <IconButton
                      look="secondary"
                      icon={IconChevronRight}
                      label={t("files.after")}
                      onPress={() => go(1)}
                    />
                  </span>
                </>
              ) : null}
            </div>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
