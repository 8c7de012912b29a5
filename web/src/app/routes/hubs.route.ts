import { page } from "../page.ts";

export const hubsRoute = page({
  path: "/hubs",
  title: "Hubs",
  load: async () => (await import("../../features/hubs/hubs-page.tsx")).HubsPage,
});
