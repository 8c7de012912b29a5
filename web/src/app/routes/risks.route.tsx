import { page } from "../page.ts";

/** The red-account process: every risk, what is at risk with it, who owns it and what happens next. */
export const risksRoute = page({
  path: "/risks",
  title: "Risks",
  load: async () => {
    const [{ ViewsPage }, { risksViewed }, { RiskActions }] = await Promise.all([
      import("../../features/views/views-page.tsx"),
      import("../../features/risks/risks-viewed.ts"),
      import("../../features/risks/risk-actions.tsx"),
    ]);
    return () => <ViewsPage viewed={risksViewed} actions={<RiskActions />} />;
  },
});
