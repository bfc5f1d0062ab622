import { useTranslation } from "react-i18next";
import { Badge, type Tone } from "@/shared/ui/badge";
import type { Source } from "./source";

const tones: Record<Source["state"], Tone> = {
  not_connected: "neutral",
  connecting: "neutral",
  review: "accent",
  active: "good",
  degraded: "warn",
  reauth_required: "bad",
  disconnected: "neutral",
  paused: "warn",
  error: "bad",
};

/** How a connection fares, in a word. */
export function SourceState({ state }: Pick<Source, "state">) {
  const { t } = useTranslation("sources");
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>;
}
