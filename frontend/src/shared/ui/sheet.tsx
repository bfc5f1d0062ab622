import { IconX } from "@tabler/icons-react";
import { type ReactNode, Suspense } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { overlayShape } from "./dialog";
import { IconButton } from "./icon-button";
import { SkeletonText } from "./skeleton";

interface SheetProps {
  isOpen: boolean;
  /** Closing is a navigation: drop `open` from the address. */
  onClose: () => void;
  title: string;
  /** Buttons beside the close button. */
  actions?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** Details beside the list: 480 px at the right on a desktop, the whole screen on a phone. */
export function Sheet({ isOpen, onClose, title, actions, footer, children }: SheetProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable className={overlayShape}>
      <Modal className="fixed inset-y-0 right-0 w-full bg-surface shadow-pop transition duration-150 data-entering:translate-x-4 data-entering:opacity-0 data-exiting:opacity-0 sm:inset-y-2 sm:right-2 sm:w-120 sm:rounded-xl">
        <AriaDialog className="flex h-full flex-col outline-none">
          <header className="flex h-14 shrink-0 items-center gap-1 border-b pr-2 pl-4 lg:h-13 lg:pl-5">
            <Heading slot="title" className="min-w-0 flex-1 truncate font-semibold text-lg lg:text-base">
              {title}
            </Heading>
            {actions}
            <IconButton icon={IconX} label={t("close")} onPress={onClose} />
          </header>
          {/* What waits in here (texts, code) must not suspend the overlay: it would be hidden and lose the focus. */}
          <div className="scroll-area min-h-0 flex-1 px-4 py-4 lg:px-5">
            <Suspense fallback={<SkeletonText />}>{children}</Suspense>
          </div>
          {footer ? (
            <footer className="flex shrink-0 items-center justify-end gap-2 border-t px-4 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] lg:px-5">
              {footer}
            </footer>
          ) : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
