import { useEffect } from "react";
import { client } from "@/shared/api/client";

const minute = 60_000;
const signs = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/**
 * Tells the API that somebody works here: at most once a minute, only when there was input in that minute and the
 * tab was visible. The time that counts is the server's; a beat that gets lost is simply a minute without activity.
 */
export function useBeat() {
  useEffect(() => {
    let hadInput = true;
    const note = () => {
      hadInput = true;
    };
    const beat = () => {
      if (!hadInput || document.visibilityState !== "visible") return;
      hadInput = false;
      client.POST("/api/v1/worktime/beat").catch(() => undefined);
    };
    beat();
    const timer = setInterval(beat, minute);
    for (const sign of signs) window.addEventListener(sign, note, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, note);
    };
  }, []);
}
