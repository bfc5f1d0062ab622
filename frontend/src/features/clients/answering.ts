import { lazyPart } from "@/shared/lib/lazy-part";
import { createStore, useStore } from "@/shared/lib/store";
import type { Help } from "./failure";

/** A comment that somebody chose to answer: the composer answers this one, not the newest. */
export interface Answering {
  id: string;
  conversationId: string;
  text: string;
}

const chosen = createStore<Answering | null>(null);

export const useAnswering = () => useStore(chosen);
export const answer = (what: Answering) => chosen.set({ ...what });
export const answerNone = () => chosen.set(null);

/** A message that did not arrive: the composer is to write it anew, where that helps. */
export interface Anew {
  conversationId: string;
  text: string;
  help: Help;
  /** What is said where there is no such way. */
  nowhere: string;
}

const failed = createStore<Anew | null>(null);

export const useAnew = () => useStore(failed);
export const writeAnew = (what: Anew) => failed.set({ ...what });
export const anewDone = () => failed.set(null);

// What is seldom seen of a message comes when it is. (Here, and not where it is shown: each piece of the card that brings parts
// later carries a list of all that they need, and this one has it already.)
export const MessageFailure = lazyPart(async () => (await import("./message-failure")).MessageFailure);
export const MessageSigns = lazyPart(async () => (await import("./message-signs")).MessageSigns);
