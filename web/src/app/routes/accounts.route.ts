import { page } from "../page.ts";

export const accountsRoute = page({
  path: "/accounts",
  title: "Accounts",
  load: async () => (await import("../../features/accounts/accounts-page.tsx")).AccountsPage,
});
