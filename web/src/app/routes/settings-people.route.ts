import { page } from "../page.ts";

export const settingsPeopleRoute = page({
  path: "/settings/people",
  title: "People",
  load: async () => (await import("../../features/people/people-page.tsx")).PeoplePage,
});
