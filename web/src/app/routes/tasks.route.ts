import { page } from "../page.ts";

export const tasksRoute = page({
  path: "/tasks",
  title: "Tasks",
  load: async () => (await import("../../features/projects/tasks-page.tsx")).TasksPage,
});
