import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { ConfirmDialog, Dialog } from "@/shared/ui/dialog";
import { toast, toastError } from "@/shared/ui/toast";
import { ConnectButton } from "./connect-button";
import { KeysPart } from "./keys-part";
import { CheckButton } from "./mend";
import type { Setup } from "./setup-steps";
import type { Source } from "./source";
import { refreshSources } from "./use-source";

/** A look at the account, other keys or access anew, and the end of the connection. */
export function AccountActions({ source, setup }: { source: Source; setup: Setup }) {
  const { t } = useTranslation("sources");
  const [isChanging, setChanging] = useState(false);
  const isLost = source.state === "reauth_required";
  return (
    <section className="flex flex-wrap gap-2 border-t pt-4">
      {isLost ? null : <CheckButton source={source} />}
      {isLost ? null : setup.how === "keys" ? (
        <Button onPress={() => setChanging(true)}>{t("keys.change")}</Button>
      ) : (
        <ConnectButton source={source} />
      )}
      <Disconnect source={source} />
      {isChanging ? (
        <Dialog isOpen onClose={() => setChanging(false)} title={t("keys.change")}>
          <div className="grid gap-3">
            <p className="text-ink-soft text-sm">{t("keys.changeText")}</p>
            <KeysPart source={source} setup={setup} onDone={() => setChanging(false)} />
          </div>
        </Dialog>
      ) : null}
    </section>
  );
}

function Disconnect({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const [isAsking, setAsking] = useState(false);
  const account = source.account_name ?? source.name;
  const end = api.useMutation("post", "/api/v1/lead-sources/{source_id}/disconnect", {
    onSuccess: () => toast(t("account.disconnected", { account })),
    onError: toastError,
    onSettled: () => {
      setAsking(false);
      return refreshSources();
    },
  });
  return (
    <>
      <Button look="ghost" onPress={() => setAsking(true)}>
        {t("account.disconnect")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => end.mutate({ params: { path: { source_id: source.id } } })}
        title={t("account.disconnectTitle", { account })}
        action={t("account.disconnect")}
        isDanger
        isPending={end.isPending}
      >
        {t("account.disconnectText")}
      </ConfirmDialog>
    </>
  );
}
