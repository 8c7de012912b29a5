/** What crosses between the renderer and its worker thread; structured-cloneable. */
export type RenderRequest = {
  parts: { source: string; format: "text" | "html" }[];
  /** Values by first word: `{ account: { name } }`. Absent, null and blank are the same: missing. */
  scope: Record<string, unknown>;
  /** IANA zone in which instants are shown. */
  timeZone: string;
  /** RFC 3339 instant that `"now" | date` means. */
  now: string;
};
export type RenderReply = { parts: { text: string; missing: string[]; errors: string[] }[] };
