import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ChannelIcon, useChannelName } from "@/shared/crm/source-icon";
import { Button } from "@/shared/ui/button";
import { toastError } from "@/shared/ui/toast";
import { refreshSources } from "./use-source";

/** A channel that this company has no source of yet. */
export function OfferCard() {
  const { t } = useTranslation("sources");
  const navigate = useNavigate({ from: "/sources" });
  const name = useChannelName()("instagram");
  const add = api.useMutation("post", "/api/v1/lead-sources", { onError: toastError, onSettled: refreshSources });
  const body = { channel: "instagram", name, assignment_rule: "round_robin" } as const;
  const open = ({ id }: { id: string }) => void navigate({ search: { open: id } });
  return (
    <li className="grid content-start justify-items-start gap-3 rounded-lg border border-dashed p-4">
      <div className="flex items-center gap-2.5">
        <ChannelIcon channel="instagram" size={20} />
        <h2 className="font-semibold">{name}</h2>
      </div>
      <p className="text-ink-muted text-sm">{t("card.offer")}</p>
      <Button isPending={add.isPending} onPress={() => add.mutate({ body }, { onSuccess: open })}>
        {t("card.connect")}
      </Button>
    </li>
  );
}
