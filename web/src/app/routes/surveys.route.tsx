import { page } from "../page.ts";

/** Everything that contacts answered to surveys, as views show it. */
export const surveysRoute = page({
  path: "/surveys",
  title: "Survey responses",
  readsPast: true,
  load: async () => {
    const [{ ViewsPage }, { responsesViewed }, { ResponsesActions }] = await Promise.all([
      import("../../features/views/views-page.tsx"),
      import("../../features/surveys/responses-viewed.ts"),
      import("../../features/surveys/responses-actions.tsx"),
    ]);
    return () => <ViewsPage viewed={responsesViewed} actions={<ResponsesActions />} />;
  },
});
