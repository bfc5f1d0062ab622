import { IconBrandInstagram, IconMessageCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { toastError } from "@/shared/ui/toast";
import { EventRow } from "./events-part";
import type { Source } from "./source";
import { refreshSources } from "./use-source";

const acts = [
  { id: "comment", icon: IconMessageCircle },
  { id: "message", icon: IconBrandInstagram },
] as const;

/** Where the vendor is simulated: a made-up person writes, and what came of it appears below. */
export function RehearsePart({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const send = api.useMutation("post", "/api/v1/lead-sources/{source_id}/rehearse", {
    onError: toastError,
    onSettled: refreshSources,
  });
  return (
    <section className="grid gap-3 border-t pt-4">
      <h3 className="font-semibold">{t("rehearse.title")}</h3>
      <p className="text-ink-muted text-sm">{t("rehearse.text")}</p>
      <div className="flex flex-wrap gap-2">
        {acts.map(({ id, icon: IconShape }) => (
          <Button
            key={id}
            isPending={send.isPending && send.variables.body.act === id}
            onPress={() => send.mutate({ params: { path: { source_id: source.id } }, body: { act: id } })}
          >
            <IconShape size={16} stroke={1.75} aria-hidden="true" />
            {t(`rehearse.${id}`)}
          </Button>
        ))}
      </div>
      {send.data ? (
        <>
          <p role="status" className="text-sm">
            {t("rehearse.sent", send.data)}
          </p>
          <Newest source={source} />
        </>
      ) : null}
    </section>
  );
}

function Newest({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const params = { query: { source_id: source.id, parked: false, limit: 3 } };
  const { data } = api.useQuery("get", "/api/v1/lead-sources/events", { params }, { refetchInterval: 2_000 });
  if (!data?.items.length) return null;
  return (
    <div className="grid gap-2">
      <h4 className="font-medium text-sm">{t("rehearse.came")}</h4>
      <ul className="grid divide-y">
        {data.items.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
    </div>
  );
}
