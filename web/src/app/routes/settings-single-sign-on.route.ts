import { page } from "../page.ts";

export const settingsSingleSignOnRoute = page({
  path: "/settings/single-sign-on",
  title: "Single sign-on",
  load: async () => (await import("../../features/people/single-sign-on-page.tsx")).SingleSignOnPage,
});
