import { page } from "../page.ts";

export const settingsEventSourcesRoute = page({
  path: "/settings/event-sources",
  title: "Event sources",
  load: async () => (await import("../../features/events/event-sources-page.tsx")).EventSourcesPage,
});
