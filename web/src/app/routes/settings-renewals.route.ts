import { page } from "../page.ts";

export const settingsRenewalsRoute = page({
  path: "/settings/renewals",
  title: "Renewal process",
  load: async () =>
    (await import("../../features/renewals/process/renewal-process-page.tsx")).RenewalProcessPage,
});
