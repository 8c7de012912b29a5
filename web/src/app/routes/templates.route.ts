import { page } from "../page.ts";

export const templatesRoute = page({
  path: "/templates",
  title: "Templates",
  load: async () => (await import("../../features/templates/templates-page.tsx")).TemplatesPage,
});
