import { IconActivity } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { Button, ButtonLink } from "@/shared/ui/button";
import { toast, toastError } from "@/shared/ui/toast";
import { ConnectButton } from "./connect-button";
import { adapterOf, type Source } from "./source";
import { useChannelWords, useHow } from "./use-channels";
import { refreshSources } from "./use-source";

type Kind = NonNullable<Schemas["AccountHealth"]["kind"]>;

const verdicts = {
  retry: "silent",
  ambiguous: "silent",
  throttle: "rest",
  pause: "rest",
  reauth: "lost",
  permanent: "refused",
  recipient_gone: "refused",
  done: "refused",
} as const satisfies Record<Kind, string>;

/** Asks the vendor how the account fares, and says it in words. */
export function CheckButton({ source, label }: { source: Source; label?: string }) {
  const { t } = useTranslation("sources");
  const { who } = useChannelWords(adapterOf(source));
  const check = api.useMutation("post", "/api/v1/lead-sources/{source_id}/check", {
    onSuccess: ({ works, kind, words }) => {
      if (works) toast(t("check.works", { channel: who }), { tone: "good" });
      else
        toast(t(`check.${verdicts[kind ?? "permanent"]}`, { channel: who }), {
          tone: "bad",
          description: words ?? "",
        });
    },
    onError: toastError,
    onSettled: refreshSources,
  });
  return (
    <Button onPress={() => check.mutate({ params: { path: { source_id: source.id } } })} isPending={check.isPending}>
      <IconActivity size={16} stroke={1.75} aria-hidden="true" />
      {label ?? t("check.now")}
    </Button>
  );
}

/** The one button that mends what is wrong with a connection; nothing where nothing is. */
export function MendButton({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const how = useHow(source);
  if (source.state === "error" || source.state === "degraded") {
    return <CheckButton source={source} label={t(source.state === "error" ? "mend.again" : "check.now")} />;
  }
  if (source.state !== "reauth_required") return null;
  if (how === "page") return <ConnectButton source={source} look="primary" />;
  return (
    <ButtonLink look="primary" to="/sources" search={{ open: source.id, tab: "connect" }}>
      {t("mend.keys")}
    </ButtonLink>
  );
}
