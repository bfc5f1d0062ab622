import { onlineManager } from "@tanstack/react-query";
import { createStore, useStore } from "@/shared/lib/store";

const online = createStore(true);
let timer: ReturnType<typeof setTimeout> | undefined;

/** False while the API cannot be reached; the banner shows it and screens keep what they have. */
export const useOnline = () => useStore(online);

export function markOnline() {
  clearTimeout(timer);
  online.set(true);
  onlineManager.setOnline(true);
}

/** A request got no answer: look every few seconds whether the API is back. */
export function markOffline() {
  online.set(false);
  onlineManager.setOnline(false);
  clearTimeout(timer);
  timer = setTimeout(checkConnection, 5000);
}

/** Asks the API whether it is there now. */
export async function checkConnection() {
  try {
    await fetch("/api/health", { cache: "no-store" });
    markOnline();
  } catch {
    markOffline();
  }
}

/** Follows the device's own idea of being connected; returns the way to stop. */
export function watchNetwork() {
  window.addEventListener("online", checkConnection);
  window.addEventListener("offline", markOffline);
  return () => {
    window.removeEventListener("online", checkConnection);
    window.removeEventListener("offline", markOffline);
    clearTimeout(timer);
  };
}
