import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { toastError } from "@/shared/ui/toast";
import { adapterOf, isLinked, type Source } from "./source";
import { spelt, useChannelWords } from "./use-channels";

interface ConnectProps {
  source: Source;
  look?: "primary" | "secondary";
  /** Whom one signs in with, where the channel leaves a choice. */
  provider?: string;
}

/** Leads to the vendor's page; the vendor leads back. */
export function ConnectButton({ source, look = "secondary", provider }: ConnectProps) {
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
      onPress={() =>
        connect.mutate({ params: { path: { source_id: source.id } }, body: provider ? { provider } : null })
      }
    >
      {provider
        ? t("account.signIn", { provider: spelt(provider) })
        : t(isLinked(source) ? "account.again" : "account.connect", { channel: name })}
    </Button>
  );
}
