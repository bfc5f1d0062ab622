import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { ConfirmDialog } from "@/shared/ui/dialog";
import { toast, toastError } from "@/shared/ui/toast";
import { isLinked, type Source } from "./source";
import { refreshSources } from "./use-source";

interface ConnectProps {
  source: Source;
  look?: "primary" | "secondary";
}

/** Leads to the vendor's page; the vendor leads back. */
export function ConnectButton({ source, look = "secondary" }: ConnectProps) {
  const { t } = useTranslation("sources");
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
      {t(isLinked(source) ? "account.again" : "account.connect")}
    </Button>
  );
}

/** Connecting anew, and ending the connection. */
export function AccountActions({ source }: { source: Source }) {
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
    <section className="flex flex-wrap gap-2 border-t pt-4">
      {source.state === "reauth_required" ? null : <ConnectButton source={source} />}
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
    </section>
  );
}
