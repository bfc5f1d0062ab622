import { IconFileText } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api, client as http, invalidate } from "@/shared/api/client";
import { useSingleFlight } from "@/shared/lib/use-single-flight";
import { Button } from "@/shared/ui/button";
import { toastError } from "@/shared/ui/toast";
import { isBeingHeard, isRecording, type Transcription, whyNot } from "./recording";
import { useVoice } from "./use-voice";

const path = "/api/v1/clients/{client_id}/transcriptions";

interface TranscribeProps {
  /** Its path begins with the client's id. */
  file: { path?: string | null; name: string; mime_type?: string | null; kind?: string | null };
}

/** Has a recording written down; what was said comes into the timeline. Nothing for what is no recording. */
export function Transcribe({ file }: TranscribeProps) {
  const voice = useVoice();
  // (`recording`: what a transcript was made from, beside it.)
  if (!file.path || file.kind === "recording" || !isRecording(file.name, file.mime_type)) return null;
  const [clientId = ""] = file.path.split("/");
  return <Recording clientId={clientId} path={file.path} name={file.name} isOffered={voice?.connected ?? false} />;
}

interface RecordingProps {
  clientId: string;
  path: string;
  name: string;
  isOffered: boolean;
}

function Recording({ clientId, path: place, name, isOffered }: RecordingProps) {
  const { t } = useTranslation("voice");
  const once = useSingleFlight();
  const params = { params: { path: { client_id: clientId } } };
  const { data } = api.useQuery("get", path, params);
  const found = data?.items.find((one) => one.path === place);
  const ask = () =>
    once(async () => {
      try {
        await http.POST(path, { ...params, body: { path: place } });
      } catch (error) {
        toastError(error);
      }
      await invalidate(path);
    });
  if (!data || (!found && !isOffered)) return null;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-xs">
      {found ? <Fate of={found} /> : null}
      {!found || found.state === "failed" ? (
        <Button
          look="ghost"
          className="-ml-2 h-6 pointer-coarse:h-11 px-2 text-xs"
          aria-label={t(found ? "transcribe.againNamed" : "transcribe.named", { name })}
          onPress={() => void ask()}
        >
          <IconFileText size={14} stroke={1.75} aria-hidden="true" />
          {t(found ? "transcribe.again" : "transcribe.do")}
        </Button>
      ) : null}
    </span>
  );
}

/** In words: on its way and why it takes longer, in the timeline, or why not. */
function Fate({ of }: { of: Transcription }) {
  const { t } = useTranslation("voice");
  if (of.state === "done") return <span className="text-ink-muted">{t("transcribe.done")}</span>;
  const tone = of.state === "failed" ? "text-bad" : isBeingHeard(of) ? "text-ink-muted" : "text-warn";
  return (
    <span role="status" className={tone}>
      {t(`transcribe.why.${whyNot(of)}`)}
    </span>
  );
}
