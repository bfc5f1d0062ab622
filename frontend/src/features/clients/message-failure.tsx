import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { writeAnew } from "./answering";
import { helpFor, reasonOf } from "./failure";

/** A message that its channel took and could not deliver: why, and what to do. */
export function MessageFailure({ entry }: { entry: Schemas["InteractionEntry"] }) {
  const { t } = useTranslation(["clients", "messages"]);
  const format = useFormat();
  const { conversation_id, status_at, failure, body } = entry;
  const reason = reasonOf(entry);
  const help = helpFor(entry);
  return (
    <div className="grid w-fit max-w-full gap-1 rounded-lg border border-bad bg-sunken px-3 py-2 text-sm">
      <p
        className="flex items-center gap-1.5 font-medium text-bad"
        title={status_at ? format.dateTime(status_at) : undefined}
      >
        <IconAlertTriangle size={15} stroke={1.75} className="shrink-0" aria-hidden="true" />
        {t("timeline.status.failed")}
      </p>
      <p className="break-words text-ink-soft">
        {t(`unsent.reason.${reason}`)} {t(`messages:failed.help.${help}`)}
      </p>
      {/* Where there is no sentence of ours, the channel's own words are better than none. */}
      {reason === "other" && failure?.words ? (
        <p className="break-words text-ink-muted">{t("messages:failed.words", { words: failure.words })}</p>
      ) : null}
      {conversation_id && help !== "ask" ? (
        <span>
          <Button
            onPress={() =>
              writeAnew({ conversationId: conversation_id, text: body, help, nowhere: t("messages:failed.nowhere") })
            }
          >
            {t(`messages:failed.press.${help}`)}
          </Button>
        </span>
      ) : null}
    </div>
  );
}
