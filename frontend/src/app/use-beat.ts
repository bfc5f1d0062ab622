import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { client, queryClient, type Schemas } from "@/shared/api/client";
import { storage } from "@/shared/lib/storage";
import { refreshWork, todayQuery } from "@/shared/worktime/use-work";
import { createBeats } from "./beats";
import { openRecord } from "./open-record";
import { useResumeQuestion } from "./use-resume-question";

const lastBeat = "smena.beat";
const signs = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

// What was said to this person about his day may be old: another device, or the worker, has changed it.
function checkShown(state: string) {
  const shown = queryClient.getQueryData<Schemas["Today"]>(todayQuery.queryKey)?.state;
  if (shown && shown !== (state === "stopped" ? "off" : state)) void refreshWork();
}

/** Tells the API that somebody works here, and on what; see `createBeats`. Tabs of one browser say it once. */
export function useBeat() {
  const router = useRouter();
  const ask = useResumeQuestion();
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    const send = async () => {
      const body = openRecord(router.state.location);
      const { data } = await client.POST("/api/v1/worktime/beat", { body }).catch(() => ({ data: undefined }));
      if (!data) return;
      checkShown(data.state);
      await latest.current(data.state);
    };
    const beats = createBeats({
      isVisible: () => document.visibilityState === "visible",
      send: () => void send(),
      shared: { get: () => Number(storage.get(lastBeat) ?? 0), set: (at) => storage.set(lastBeat, String(at)) },
    });
    // Opening a page is a sign of a person, too.
    beats.input();
    for (const sign of signs) window.addEventListener(sign, beats.input, { passive: true });
    return () => {
      beats.stop();
      for (const sign of signs) window.removeEventListener(sign, beats.input);
    };
  }, [router]);
}
