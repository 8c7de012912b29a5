import { page } from "../page.ts";

export const hubRoute = page({
  path: "/hubs/$id",
  title: "Hub",
  load: async () => (await import("../../features/hubs/hub-page.tsx")).HubPage,
});
