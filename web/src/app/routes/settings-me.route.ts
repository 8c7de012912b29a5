import { page } from "../page.ts";

export const settingsMeRoute = page({
  path: "/settings/me",
  title: "Password and sessions",
  load: async () => (await import("../../features/people/my-account-page.tsx")).MyAccountPage,
});
