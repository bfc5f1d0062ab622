const key = "smena.reloaded-at";
const pause = 60_000;

/**
 * A part of the application that is gone from the server was replaced by a newer version: load that, once. Drafts
 * keep what was typed. Without a network the part is not gone, only out of reach; nothing is reloaded then.
 */
export function reloadOnNewVersion() {
  window.addEventListener("vite:preloadError", () => {
    const last = Number(sessionStorage.getItem(key));
    if (!navigator.onLine || Date.now() - last < pause) return;
    sessionStorage.setItem(key, String(Date.now()));
    window.location.reload();
  });
}
