import { page } from "../page.ts";

export const settingsObjectsRoute = page({
  path: "/settings/objects",
  title: "Custom objects",
  load: async () => (await import("../../features/custom-objects/custom-objects-page.tsx")).CustomObjectsPage,
});
