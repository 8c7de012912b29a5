import { page } from "../page.ts";

/** Every account, as views show them. */
export const accountsRoute = page({
  path: "/accounts",
  title: "Accounts",
  readsPast: true,
  load: async () => {
    const [{ ViewsPage }, { useAccountsViewed }, { AccountNumbers }, { ScoreWhyPanel }] = await Promise.all([
      import("../../features/views/views-page.tsx"),
      import("../../features/accounts/accounts-viewed.tsx"),
      import("../../features/accounts/account-numbers.tsx"),
      import("../../features/health/score-why-panel.tsx"),
    ]);
    return () => (
      <ScoreWhyPanel>
        <ViewsPage viewed={useAccountsViewed()} Numbers={AccountNumbers} />
      </ScoreWhyPanel>
    );
  },
});
