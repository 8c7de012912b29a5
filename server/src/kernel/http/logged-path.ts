/** A request's path as the log may have it: without the query and without the tokens that links carry. */
export function loggedPath(url: string): string {
  const path = url.split("?")[0] ?? url;
  return path.replace(/[A-Za-z0-9_-]{40,}/g, "[token]");
}
