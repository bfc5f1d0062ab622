import { IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { toast, toastError } from "@/shared/ui/toast";
import type { Source } from "./source";
import { refreshSources } from "./use-source";

/** A made-up lead that goes the whole way here, whatever the channel; it counts in no figure. */
export function TestLead({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const test = api.useMutation("post", "/api/v1/lead-sources/{source_id}/test-event", {
    onSuccess: () => toast(t("test.sent"), { tone: "good", description: t("test.sentText") }),
    onError: toastError,
    onSettled: refreshSources,
  });
  return (
    <section className="grid justify-items-start gap-2 border-t pt-4">
      <h3 className="font-semibold">{t("test.title")}</h3>
      <p className="text-ink-muted text-sm">{t("test.text")}</p>
      <Button onPress={() => test.mutate({ params: { path: { source_id: source.id } } })} isPending={test.isPending}>
        <IconSend size={16} stroke={1.75} aria-hidden="true" />
        {t("test.send")}
      </Button>
    </section>
  );
}
