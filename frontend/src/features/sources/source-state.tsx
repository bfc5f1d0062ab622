import { useTranslation } from "react-i18next";
import { Badge, type Tone } from "@/shared/ui/badge";
import type { Source } from "./source";

const tones: Record<Source["state"], Tone> = {
  not_connected: "neutral",
  review: "accent",
  active: "good",
  paused: "warn",
  error: "bad",
  connecting: "neutral",
  degraded: "warn",
  reauth_required: "bad",
  disconnected: "neutral",
};

/** How a connection fares, in a word. */
export function SourceState({ state }: Pick<Source, "state">) {
  const { t } = useTranslation("sources");
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>;
}
