import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client as http, type Schemas } from "@/shared/api/client";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { useFormat } from "@/shared/lib/use-format";
import { CopyButton } from "@/shared/ui/copy-button";
import { Dialog } from "@/shared/ui/dialog";
import { ErrorState } from "@/shared/ui/error-state";
import { SkeletonText } from "@/shared/ui/skeleton";

interface InviteDialogProps {
  clientId: string;
  onClose: () => void;
}

/** Links by which the client comes to a messenger and to his own card; a new code each time the dialog opens. */
export function InviteDialog({ clientId, onClose }: InviteDialogProps) {
  const { t } = useTranslation("merges");
  const { data, error, refetch } = useQuery({
    queryKey: ["invitation", clientId],
    queryFn: async () =>
      (await http.POST("/api/v1/clients/{client_id}/start-token", { params: { path: { client_id: clientId } } })).data,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("invite.title")}>
      {data ? <Links invitation={data} /> : null}
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <SkeletonText lines={4} />}
    </Dialog>
  );
}

function Links({ invitation: { links, expires_at } }: { invitation: Schemas["StartToken"] }) {
  const { t } = useTranslation("merges");
  const format = useFormat();
  if (links.length === 0) return <p className="text-ink-muted">{t("invite.none")}</p>;
  return (
    <div className="grid gap-3">
      <p className="text-pretty text-ink-soft">{t("invite.text")}</p>
      <ul className="grid divide-y border-y">
        {links.map((link) => (
          <InviteLink key={link.source_id} link={link} />
        ))}
      </ul>
      <p className="text-ink-muted text-sm">{t("invite.until", { date: format.date(expires_at) })}</p>
    </div>
  );
}

function InviteLink({ link }: { link: Schemas["InvitationLink"] }) {
  const { t } = useTranslation("merges");
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <span className="grid min-w-0 flex-1 basis-48 gap-0.5">
        <span className="flex min-w-0 items-center gap-2 font-medium">
          <ChannelIcon channel={link.channel} />
          <span className="truncate">{link.name}</span>
        </span>
        <span className="truncate text-ink-muted text-sm">{link.account}</span>
        {link.simulated ? <span className="text-ink-muted text-sm">{t("invite.simulated")}</span> : null}
      </span>
      <CopyButton text={link.url} label={t("invite.copy")} />
    </li>
  );
}
