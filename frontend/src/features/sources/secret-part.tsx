import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { CopyButton } from "@/shared/ui/copy-button";
import { ConfirmDialog, Dialog } from "@/shared/ui/dialog";
import { toastError } from "@/shared/ui/toast";
import type { Source } from "./source";
import { refreshSources } from "./use-source";

/** The secret that the site's own server signs with: shown once, never again. */
export function SecretPart({ source }: { source: Source }) {
  const { t } = useTranslation(["sources", "common"]);
  const [isAsking, setAsking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const make = api.useMutation("post", "/api/v1/lead-sources/{source_id}/secret", {
    onSuccess: (made) => setSecret(made.secret),
    onError: toastError,
    onSettled: () => {
      setAsking(false);
      return refreshSources();
    },
  });
  const run = () => make.mutate({ params: { path: { source_id: source.id } } });
  return (
    <section className="grid justify-items-start gap-2 border-t pt-4">
      <h3 className="font-semibold">{t("secret.title")}</h3>
      <p className="text-ink-muted text-sm">{t(source.has_secret ? "secret.exists" : "secret.text")}</p>
      <Button onPress={() => (source.has_secret ? setAsking(true) : run())} isPending={make.isPending}>
        {t(source.has_secret ? "secret.again" : "secret.make")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={run}
        title={t("secret.againTitle")}
        action={t("secret.again")}
        isDanger
        isPending={make.isPending}
      >
        {t("secret.againText")}
      </ConfirmDialog>
      <Dialog
        isOpen={secret !== undefined}
        onClose={() => setSecret(undefined)}
        title={t("secret.title")}
        isDismissable={false}
        footer={
          <Button look="primary" onPress={() => setSecret(undefined)}>
            {t("secret.kept")}
          </Button>
        }
      >
        <div className="grid gap-3">
          <p className="text-ink-soft">{t("secret.once")}</p>
          <div className="flex items-center gap-1 rounded-md border bg-sunken py-0.5 pr-0.5 pl-3">
            <code className="min-w-0 flex-1 break-all py-1 text-xs">{secret}</code>
            <CopyButton text={secret ?? ""} label={t("secret.copy")} isIcon />
          </div>
        </div>
      </Dialog>
    </section>
  );
}
