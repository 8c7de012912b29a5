import { page } from "../page.ts";

/** What is to be done, by whom and until when: mine first. */
export const tasksRoute = page({
  path: "/tasks",
  title: "Tasks",
  readsPast: true,
  load: async () => {
    const [{ ViewsPage }, { tasksViewed }, { NewTask }] = await Promise.all([
      import("../../features/views/views-page.tsx"),
      import("../../features/projects/tasks-viewed.ts"),
      import("../../features/projects/new-task.tsx"),
    ]);
    return () => (
      <ViewsPage
        viewed={tasksViewed}
        crumbs={[{ label: "Projects", href: "/projects" }]}
        above={<NewTask />}
      />
    );
  },
});
