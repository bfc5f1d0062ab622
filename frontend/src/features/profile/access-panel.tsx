import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { authClient } from "@/shared/api/auth";
import { useMe } from "@/shared/api/me";
import { overlayPart } from "@/shared/lib/lazy-part";
import { whenQuiet } from "@/shared/lib/quiet";
import { Button } from "@/shared/ui/button";
import { Panel } from "@/shared/ui/page";

const EmailDialog = overlayPart(async () => (await import("./email-dialog")).EmailDialog);
const PasswordDialog = overlayPart(async () => (await import("./password-dialog")).PasswordDialog);

// The address that waits for its letters; the auth server knows it, our profile does not.
async function awaitedEmail(): Promise<string> {
  await whenQuiet;
  const { data } = await (await authClient()).getUser();
  return data.user?.new_email ?? "";
}

/** What one signs in with. */
export function AccessPanel() {
  const { t } = useTranslation(["profile", "auth"]);
  const { email } = useMe();
  const [open, setOpen] = useState<"email" | "password" | null>(null);
  const { data: awaited, refetch } = useQuery({ queryKey: ["auth", "new-email", email], queryFn: awaitedEmail });
  return (
    <Panel title={t("access")}>
      <div className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <div className="grid min-w-0">
            <span className="text-ink-muted text-xs">{t("auth:email")}</span>
            <span className="break-all">{email}</span>
            {awaited && awaited !== email ? (
              <span className="text-sm text-warn">{t("email.awaited", { email: awaited })}</span>
            ) : null}
          </div>
          <Button onPress={() => setOpen("email")}>{t("email.change")}</Button>
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <div className="grid">
            <span className="text-ink-muted text-xs">{t("auth:password")}</span>
            <span aria-hidden="true">••••••••••</span>
          </div>
          <Button onPress={() => setOpen("password")}>{t("password.change")}</Button>
        </div>
      </div>
      {open === "email" ? <EmailDialog onClose={() => setOpen(null)} onAsked={() => void refetch()} /> : null}
      {open === "password" ? <PasswordDialog onClose={() => setOpen(null)} /> : null}
    </Panel>
  );
}
