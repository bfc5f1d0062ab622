import { IconMicrophone, IconSend, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { client as http, invalidate, type Schemas } from "@/shared/api/client";
import { download } from "@/shared/api/storage";
import { useSingleFlight } from "@/shared/lib/use-single-flight";
import { Button } from "@/shared/ui/button";
import { IconButton } from "@/shared/ui/icon-button";
import { toastError } from "@/shared/ui/toast";
import { Player } from "./player";
import { useVoice } from "./use-voice";

type ClientFile = Schemas["ClientFile"];

interface VoiceReplyProps {
  clientId: string;
  /** What is typed; it is spoken as it stands. */
  text: string;
  /** The channel shows voices as such. */
  asNote: boolean;
  isDisabled?: boolean;
  /** Sends the file, which is stored with the client already, in the chosen conversation. */
  onSend: (file: ClientFile) => void;
}

interface Made {
  of: string;
  asNote: boolean;
  file: ClientFile;
  sound: Blob;
  voice: string;
}

const longest = 3000;

/** What is typed, as a voice message: made, heard, and sent only then. Nothing where there is no voice. */
export function VoiceReply({ clientId, text, asNote, isDisabled = false, onSend }: VoiceReplyProps) {
  const { t } = useTranslation("voice");
  const voice = useVoice();
  const [made, setMade] = useState<Made | null>(null);
  const [isMaking, setMaking] = useState(false);
  const sent = useRef<string>(undefined);
  const once = useSingleFlight();
  const words = text.trim();
  // Dropped, made anew or left behind with the page: what was not sent does not stay among the client's files.
  useEffect(() => {
    if (!made) return;
    return () => {
      if (sent.current !== made.file.id) void putAway(made.file);
    };
  }, [made]);
  const make = () =>
    once(async () => {
      setMaking(true);
      try {
        setMade(await speak(clientId, words, asNote));
      } catch (error) {
        toastError(error);
      } finally {
        setMaking(false);
      }
    });
  if (!voice?.connected) return null;
  // Another text is another message, and so it is in another channel.
  if (made && made.of === words && made.asNote === asNote) {
    const send = () => {
      sent.current = made.file.id;
      setMade(null);
      onSend(made.file);
    };
    return (
      <div className="flex w-full min-w-0 flex-wrap items-center gap-2 rounded-md border bg-sunken p-2">
        <Player sound={made.sound} label={t("reply.preview", { voice: made.voice })} />
        <span className="ml-auto flex items-center gap-2">
          {/* The words as such may go as well: theirs is the primary button. */}
          <Button isDisabled={isDisabled} onPress={send}>
            <IconSend size={16} stroke={1.75} aria-hidden="true" />
            {t("reply.send")}
          </Button>
          <IconButton icon={IconX} label={t("reply.drop")} onPress={() => setMade(null)} />
        </span>
      </div>
    );
  }
  return (
    <Button
      look="ghost"
      isDisabled={isDisabled || words === "" || words.length > longest}
      isPending={isMaking}
      onPress={() => void make()}
    >
      <IconMicrophone size={16} stroke={1.75} aria-hidden="true" />
      {t("reply.do")}
    </Button>
  );
}

async function speak(clientId: string, text: string, asNote: boolean): Promise<Made> {
  const { data } = await http.POST("/api/v1/clients/{client_id}/voice-messages", {
    params: { path: { client_id: clientId } },
    body: { text, as_note: asNote },
  });
  const { file, voice } = data as Schemas["VoiceMessage"];
  const sound = await download("files", file.path);
  await invalidate("/api/v1/clients/{client_id}");
  return { of: text, asNote, file, sound: new Blob([sound], { type: file.mime_type }), voice: voice.name };
}

/** Quietly: nobody waits for it. */
async function putAway({ id }: ClientFile) {
  try {
    await http.DELETE("/api/v1/files/{file_id}", { params: { path: { file_id: id } } });
    await invalidate("/api/v1/clients/{client_id}");
  } catch {
    // It stays in the list of files, where it can be deleted.
  }
}
