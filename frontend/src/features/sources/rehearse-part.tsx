import { IconForms, IconMail, IconMessage, IconMessageCircle, IconPhone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { toastError } from "@/shared/ui/toast";
import { EventLog } from "./event-log";
import type { Source } from "./source";
import { spelt } from "./use-channels";
import { refreshSources } from "./use-source";

const icons = {
  comment: IconMessageCircle,
  message: IconMessage,
  letter: IconMail,
  form: IconForms,
  call: IconPhone,
} as const;
type Act = keyof typeof icons;
const isKnown = (act: string): act is Act => act in icons;

/** Where the vendor is simulated: a made-up person writes or calls, and what came of it appears below. */
export function RehearsePart({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const params = { path: { source_id: source.id } };
  const { data } = api.useQuery("get", "/api/v1/lead-sources/{source_id}/rehearse", { params }, { staleTime: 60_000 });
  const send = api.useMutation("post", "/api/v1/lead-sources/{source_id}/rehearse", {
    onError: toastError,
    onSettled: refreshSources,
  });
  if (!data?.acts.length) return null;
  return (
    <section className="grid gap-3 border-t pt-4">
      <h3 className="font-semibold">{t("test.title")}</h3>
      <p className="text-ink-muted text-sm">{t("rehearse.text")}</p>
      <div className="flex flex-wrap gap-2">
        {data.acts.map((act) => {
          const IconShape = isKnown(act) ? icons[act] : IconMessage;
          return (
            <Button
              key={act}
              isPending={send.isPending && send.variables.body.act === act}
              onPress={() => send.mutate({ params, body: { act } })}
            >
              <IconShape size={16} stroke={1.75} aria-hidden="true" />
              {isKnown(act) ? t(`rehearse.${act}`) : spelt(act)}
            </Button>
          );
        })}
      </div>
      {send.data ? (
        <>
          <p role="status" className="text-sm">
            {t(send.data.text ? "rehearse.sent" : "rehearse.called", { ...send.data })}
          </p>
          <h4 className="font-medium text-sm">{t("rehearse.came")}</h4>
          <EventLog source={source} limit={3} />
        </>
      ) : null}
    </section>
  );
}
