import { clearAllDrafts } from "@/shared/lib/draft";
import { whenQuiet } from "@/shared/lib/quiet";
import { createStore, useStore } from "@/shared/lib/store";
import { authClient } from "./auth";

/**
 * "expired": the page stays as it is under a dialog that lets the person sign in again.
 * "inactive": the profile was switched off while he worked; nothing of the page may stay.
 */
type SessionState = "live" | "expired" | "inactive";

const state = createStore<SessionState>("live");
const otherTabs = "smena.session";
let isLeaving = false;

export const useSessionState = () => useStore(state);

/** The API or the auth server no longer knows our session. */
export function markSessionExpired() {
  if (!isLeaving) state.set((now) => (now === "inactive" ? now : "expired"));
}

export const markSessionLive = () => state.set("live");

/** The API says that this profile has no access any more. */
export const markInactive = () => state.set("inactive");

const leave = () => {
  isLeaving = true;
  window.location.assign("/sign-in");
};

/** Ends this browser's session on purpose: drafts go too, and no other tab keeps showing what it shows. */
export async function signOut() {
  isLeaving = true;
  clearAllDrafts();
  await (await authClient()).signOut({ scope: "local" }).catch(() => undefined);
  new BroadcastChannel(otherTabs).postMessage("left");
  leave();
}

/** Watches for the end of the session in this or another tab; returns the way to stop. */
export function watchSession(): () => void {
  const channel = new BroadcastChannel(otherTabs);
  channel.onmessage = leave;
  const subscribing = whenQuiet.then(authClient).then(async (auth) => {
    // The client's start says "signed in" of the stored session: no reason to close the dialog that the API has opened.
    await auth.getSession();
    return auth.onAuthStateChange((event) => {
      if (event === "SIGNED_OUT") markSessionExpired();
      if (event === "SIGNED_IN" || event === "TOKEN_REFRESHED") state.set((now) => (now === "expired" ? "live" : now));
    });
  });
  return () => {
    channel.close();
    void subscribing.then(({ data }) => data.subscription.unsubscribe());
  };
}
