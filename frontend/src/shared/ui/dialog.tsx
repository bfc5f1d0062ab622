import { IconX } from "@tabler/icons-react";
import { type ReactNode, Suspense } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { IconButton } from "./icon-button";
import { SkeletonText } from "./skeleton";

export const overlayShape =
  "fixed inset-0 z-40 bg-[oklch(0.2_0.02_275/32%)] transition-opacity duration-150 data-entering:opacity-0 data-exiting:opacity-0";

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons of the bottom line, the primary one last. */
  footer?: ReactNode;
  /** sm 384, md 480, lg 640 px. */
  size?: "sm" | "md" | "lg";
  /** False while closing would lose something. */
  isDismissable?: boolean;
}

const widths = { sm: "sm:max-w-sm", md: "sm:max-w-120", lg: "sm:max-w-160" };

/** A question or a short form over the page; a sheet from below on phones. */
export function Dialog({ isOpen, onClose, title, children, footer, size = "md", isDismissable = true }: DialogProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
      className={`${overlayShape} flex items-end justify-center sm:items-center sm:p-4`}
    >
      <Modal
        className={`max-h-[calc(100dvh-2rem)] w-full rounded-t-xl bg-raised shadow-pop transition duration-150 data-entering:translate-y-2 data-entering:opacity-0 data-exiting:opacity-0 sm:rounded-xl ${widths[size]}`}
      >
        <AriaDialog className="flex max-h-[inherit] flex-col outline-none">
          <header className="flex shrink-0 items-center gap-2 py-3 pr-3 pl-5">
            <Heading slot="title" className="min-w-0 flex-1 font-semibold text-lg">
              {title}
            </Heading>
            {isDismissable ? <IconButton icon={IconX} label={t("close")} onPress={onClose} /> : null}
          </header>
          {/* As in a sheet: what waits in here must not suspend the overlay. */}
          <div className="scroll-area min-h-0 px-5 pt-1 pb-5">
            <Suspense fallback={<SkeletonText />}>{children}</Suspense>
          </div>
          {footer ? (
            <footer className="flex shrink-0 flex-wrap justify-end gap-2 border-t px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
              {footer}
            </footer>
          ) : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmDialogProps {
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  children: ReactNode;
  /** The verb of the action: "Удалить". */
  action: string;
  isDanger?: boolean;
  isPending?: boolean;
}

/** Only for what cannot be undone; otherwise act at once and offer undo in a toast. */
export function ConfirmDialog({
  isOpen,
  onClose,
  onConfirm,
  title,
  children,
  action,
  isDanger,
  isPending,
}: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      size="sm"
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button look={isDanger ? "danger" : "primary"} onPress={onConfirm} isPending={isPending}>
            {action}
          </Button>
        </>
      }
    >
      <div className="text-ink-soft">{children}</div>
    </Dialog>
  );
}
