import { page } from "../page.ts";

export const projectsRoute = page({
  path: "/projects",
  title: "Projects",
  readsPast: true,
  load: async () => (await import("../../features/projects/projects-page.tsx")).ProjectsPage,
});
