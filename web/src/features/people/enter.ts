/**
 * Opens the application after signing in, by loading it anew: nothing of whoever was here before stays in memory.
 * @param to a path of ours; anything else leads to the first page, so that a link cannot send people elsewhere
 */
export function enter(to = "/"): void {
  location.assign(safePath(to));
}

/** A path on this site, or `/`. */
export function safePath(to: string): string {
  if (!to.startsWith("/")) return "/";
  const url = new URL(to, location.origin);
  return url.origin === location.origin && !url.pathname.startsWith("//")
    ? url.pathname + url.search + url.hash
    : "/";
}
