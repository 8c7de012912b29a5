import { page } from "../page.ts";

export const settingsRoute = page({
  path: "/settings",
  title: "Settings",
  load: async () => (await import("../../features/people/my-account-page.tsx")).MyAccountPage,
});
