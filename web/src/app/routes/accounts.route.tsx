import { page } from "../page.ts";

/** Every account, as views show them. */
export const accountsRoute = page({
  path: "/accounts",
  title: "Accounts",
  readsPast: true,
  load: async () => {
    const [{ ViewsPage }, { accountsViewed }, { AccountNumbers }] = await Promise.all([
      import("../../features/views/views-page.tsx"),
      import("../../features/accounts/accounts-viewed.tsx"),
      import("../../features/accounts/account-numbers.tsx"),
    ]);
    return () => <ViewsPage viewed={accountsViewed} Numbers={AccountNumbers} />;
  },
});
