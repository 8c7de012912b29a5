/** How a project goes, with the tone of the news. */
export const paces = [
  { value: "on-track", label: "On track", tone: "good" },
  { value: "behind", label: "Behind", tone: "warn" },
  { value: "stuck", label: "Stuck", tone: "bad" },
  { value: "not-started", label: "Not started", tone: "neutral" },
  { value: "done", label: "Done", tone: "neutral" },
] as const;
