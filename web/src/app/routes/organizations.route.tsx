import { page } from "../page.ts";

/** Every one of the organizations, as views show them. */
export const organizationsRoute = page({
  path: "/organizations",
  title: "Organizations",
  readsPast: true,
  load: async () => {
    const [{ ViewsPage }, { organizationsViewed }] = await Promise.all([
      import("../../features/views/views-page.tsx"),
      import("../../features/organizations/organizations-viewed.ts"),
    ]);
    return () => <ViewsPage viewed={organizationsViewed} />;
  },
});
