/** `next` from the address when it leads to a page of ours, else the dashboard: no link may send people elsewhere. */
export function localPath(next: string | undefined, origin = window.location.origin): string {
  if (!next?.startsWith("/") || !URL.canParse(next, origin)) return "/";
  const url = new URL(next, origin);
  return url.origin === origin ? url.pathname + url.search + url.hash : "/";
}
