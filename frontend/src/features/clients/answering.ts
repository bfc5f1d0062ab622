import { createStore, useStore } from "@/shared/lib/store";

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
