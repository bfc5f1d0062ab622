import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { SignInForm } from "@/features/auth/sign-in-form";
import { invalidate } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { markSessionLive, signOut } from "@/shared/api/session";
import { Button } from "@/shared/ui/button";
import { overlayShape } from "@/shared/ui/dialog";

/** The session has ended: sign in again over the page, which stays as it is. */
export function SessionDialog() {
  const { t } = useTranslation("auth");
  const me = useMe();
  const resume = (userId: string) => {
    // Somebody else's page must not be continued.
    if (userId !== me.id) return window.location.assign("/");
    markSessionLive();
    void invalidate("/api/");
  };
  return (
    <ModalOverlay isOpen isKeyboardDismissDisabled className={`${overlayShape} z-60 grid place-items-center p-4`}>
      <Modal className="w-full max-w-sm rounded-xl bg-raised shadow-pop">
        <AriaDialog className="grid gap-4 p-6 outline-none">
          <div className="grid gap-1">
            <Heading slot="title" className="font-semibold text-lg">
              {t("expired.title")}
            </Heading>
            <p className="text-ink-muted">{t("expired.lead")}</p>
          </div>
          <SignInForm email={me.email} onSignedIn={resume} />
          <Button look="ghost" onPress={() => void signOut()}>
            {t("expired.other")}
          </Button>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
