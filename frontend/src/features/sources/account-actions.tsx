import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { ConfirmDialog, Dialog } from "@/shared/ui/dialog";
import { toast, toastError } from "@/shared/ui/toast";
import { KeysForm } from "./keys-form";
import { CheckButton } from "./mend";
import type { Setup } from "./setup-steps";
import { adapterOf, isLinked, type Source } from "./source";
import { useChannelWords } from "./use-channels";
import { refreshSources } from "./use-source";

interface ConnectProps {
  source: Source;
  look?: "primary" | "secondary";
}

/** Leads to the vendor's page; the vendor leads back. */
export function ConnectButton({ source, look = "secondary" }: ConnectProps) {
  const { t } = useTranslation("sources");
  const { name } = useChannelWords(adapterOf(source));
  const connect = api.useMutation("post", "/api/v1/lead-sources/{source_id}/connect", {
    onSuccess: ({ url }) => window.location.assign(url),
    onError: toastError,
  });
  return (
    <Button
      look={look}
      className="justify-self-start"
      // What follows is a page of the vendor's: until it is there the button stays busy.
      isPending={connect.isPending || connect.isSuccess}
      onPress={() => connect.mutate({ params: { path: { source_id: source.id } } })}
    >
      {t(isLinked(source) ? "account.again" : "account.connect", { channel: name })}
    </Button>
  );
}

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
            <KeysForm source={source} fields={setup.fields} onDone={() => setChanging(false)} />
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
