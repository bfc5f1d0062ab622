import { clearAllDrafts } from "@/shared/lib/draft";
import { createStore, useStore } from "@/shared/lib/store";
import { authClient } from "./auth";

// "expired": the page stays as it is under a dialog that lets the person sign in again.
const state = createStore<"live" | "expired">("live");
let isLeaving = false;

export const useSessionState = () => useStore(state);

/** The API or the auth server no longer knows our session. */
export function markSessionExpired() {
  if (!isLeaving) state.set("expired");
}

export const markSessionLive = () => state.set("live");

/** Ends this device's session on purpose; drafts go too, the computer may be shared. */
export async function signOut() {
  isLeaving = true;
  clearAllDrafts();
  await (await authClient()).signOut({ scope: "local" }).catch(() => undefined);
  window.location.assign("/sign-in");
}

/** Watches for the end of the session in this or another tab; returns the way to stop. */
export async function watchSession(): Promise<() => void> {
  const { data } = (await authClient()).onAuthStateChange((event) => {
    if (event === "SIGNED_OUT") markSessionExpired();
    if (event === "SIGNED_IN" || event === "TOKEN_REFRESHED") markSessionLive();
  });
  return () => data.subscription.unsubscribe();
}
