import { useEffect } from "react";
import { toast } from "@/shared/ui/toast";
import { type Anew, anewDone } from "./answering";
import { routeAnew } from "./failure";
import type { Route } from "./reply";

/** What did not arrive is written anew where that helps: `take` gets the way, and the words where words go. */
export function useWritingAnew(
  anew: Anew | null,
  routes: readonly Route[],
  take: (routeId: string, text: string | null) => void,
) {
  useEffect(() => {
    if (!anew) return;
    const to = routeAnew(routes, anew.conversationId, anew.help);
    if (to) take(to.id, to.way.mode === "template" ? null : anew.text);
    else toast(anew.nowhere);
    anewDone();
  }, [anew, routes, take]);
}
