import { IconFlask, IconPlus } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { ErrorState } from "@/shared/ui/error-state";
import { SkeletonText } from "@/shared/ui/skeleton";
import { toastError } from "@/shared/ui/toast";
import { NewSiteDialog } from "./new-site-dialog";
import { adapterOf, isLinked, type Source } from "./source";
import { type Offer, useChannelWords, useOffers } from "./use-channels";
import { refreshSources } from "./use-source";

// As most will look for them; what a package brings comes last.
const usual = ["instagram", "messenger", "whatsapp", "telegram", "viber", "site", "email", "elevenlabs"];
const place = ({ adapter, channel }: Offer) => {
  const found = usual.indexOf(adapter ?? channel);
  return found < 0 ? usual.length : found;
};
const inOrder = (offers: readonly Offer[]) => offers.toSorted((a, b) => place(a) - place(b));

interface GalleryProps {
  sources: Source[];
  onClose: () => void;
}

/** Every channel that can be connected here: what it brings, what it takes. */
export function Gallery({ sources, onClose }: GalleryProps) {
  const { t } = useTranslation("sources");
  const [isSite, setSite] = useState(false);
  const { data, error, refetch } = useOffers();
  if (isSite) return <NewSiteDialog onClose={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} title={t("gallery.title")} size="lg">
      {data ? (
        <ul className="grid gap-3 sm:grid-cols-2">
          {inOrder(data.items).map((offer) => (
            <OfferCard
              key={offer.adapter ?? offer.channel}
              offer={offer}
              sources={sources.filter((source) => adapterOf(source) === (offer.adapter ?? offer.channel))}
              onSite={() => setSite(true)}
            />
          ))}
        </ul>
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <SkeletonText lines={8} />
      )}
    </Dialog>
  );
}

interface OfferCardProps {
  offer: Offer;
  /** Those that there are of the channel. */
  sources: Source[];
  onSite: () => void;
}

function OfferCard({ offer, sources, onSite }: OfferCardProps) {
  const { t } = useTranslation("sources");
  const navigate = useNavigate({ from: "/sources" });
  const words = useChannelWords(offer.adapter ?? offer.channel);
  const add = api.useMutation("post", "/api/v1/lead-sources", { onError: toastError, onSettled: refreshSources });
  const linked = sources.filter((source) => isLinked(source) && !source.archived_at);
  const begun = sources.find((source) => !isLinked(source) && !source.archived_at);
  const open = (id: string) => void navigate({ search: { open: id } });
  const isSite = offer.channel === "site";
  const begin = () => {
    if (isSite) return onSite();
    if (begun) return open(begun.id);
    const name = linked.length ? `${words.name} ${linked.length + 1}` : words.name;
    const settings = (offer.adapter ? { adapter: offer.adapter } : {}) as Schemas["SourceSettings"];
    const body = { channel: offer.channel, name, settings, assignment_rule: "round_robin" } as const;
    add.mutate({ body }, { onSuccess: ({ id }) => open(id) });
  };
  return (
    <li className="grid content-between justify-items-start gap-3 rounded-lg border p-4">
      <div className="grid gap-1.5">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <ChannelIcon channel={offer.channel} size={20} />
          <h3 className="font-semibold">{words.name}</h3>
          {offer.simulated ? (
            <Badge tone="accent" icon={IconFlask}>
              {t("simulated")}
            </Badge>
          ) : null}
        </div>
        <p className="text-sm">{words.say("brings")}</p>
        <p className="text-ink-muted text-sm">{words.say("needs")}</p>
        {offer.configured ? null : <p className="text-sm text-warn">{t("gallery.unconfigured")}</p>}
      </div>
      <Button
        onPress={begin}
        isPending={add.isPending}
        aria-label={t(linked.length ? "gallery.moreOf" : "gallery.connectOf", { channel: words.name })}
      >
        {linked.length ? <IconPlus size={16} aria-hidden="true" /> : null}
        {t(linked.length ? "gallery.more" : isSite ? "gallery.addSite" : "gallery.connect")}
      </Button>
    </li>
  );
}
