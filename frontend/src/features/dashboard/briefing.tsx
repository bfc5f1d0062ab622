import { IconVolume } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, send } from "@/shared/api/client";
import { useSingleFlight } from "@/shared/lib/use-single-flight";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { Panel, PanelTrigger } from "@/shared/ui/panel";
import { SkeletonText } from "@/shared/ui/skeleton";
import { toastError } from "@/shared/ui/toast";
import { Player } from "@/shared/voice/player";

/** The day in a few sentences: to read, and aloud where there is a voice. */
export function Briefing() {
  const { t } = useTranslation("voice");
  return (
    <PanelTrigger>
      <Button look="ghost" aria-label={t("briefing.open")}>
        <IconVolume size={16} stroke={1.75} aria-hidden="true" />
        <span className="max-lg:hidden">{t("briefing.open")}</span>
      </Button>
      <Panel placement="bottom end" className="w-88 max-w-[calc(100vw-2rem)] p-4">
        <Day />
      </Panel>
    </PanelTrigger>
  );
}

function Day() {
  const { data, error, refetch } = api.useQuery("get", "/api/v1/voice/briefing", {}, { staleTime: 60_000 });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonText lines={6} />;
  return (
    <div className="grid gap-3">
      <div className="grid gap-1.5">
        {data.text.split("\n").map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {data.can_speak ? <Aloud /> : null}
    </div>
  );
}

function Aloud() {
  const { t } = useTranslation("voice");
  const [sound, setSound] = useState<Blob | null>(null);
  const [isMaking, setMaking] = useState(false);
  const once = useSingleFlight();
  const listen = () =>
    once(async () => {
      setMaking(true);
      try {
        setSound(await (await send("/api/v1/voice/briefing/audio", { method: "POST" })).blob());
      } catch (error) {
        toastError(error);
      } finally {
        setMaking(false);
      }
    });
  if (sound) return <Player sound={sound} label={t("briefing.open")} isPlaying />;
  return (
    <Button className="w-fit" isPending={isMaking} onPress={() => void listen()}>
      <IconVolume size={16} stroke={1.75} aria-hidden="true" />
      {t("briefing.listen")}
    </Button>
  );
}
