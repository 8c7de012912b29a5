import { page } from "../page.ts";

export const renewalsRoute = page({
  path: "/renewals",
  title: "Renewals",
  load: async () => (await import("../../features/renewals/renewals-page.tsx")).RenewalsPage,
});
