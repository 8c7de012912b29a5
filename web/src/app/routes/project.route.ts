import { page } from "../page.ts";

export const projectRoute = page({
  path: "/projects/$id",
  title: "Project",
  readsPast: true,
  load: async () => (await import("../../features/projects/project-page.tsx")).ProjectPage,
});
