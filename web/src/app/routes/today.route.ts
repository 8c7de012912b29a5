import { page } from "../page.ts";

export const todayRoute = page({
  path: "/today",
  title: "Today",
  load: async () => (await import("../../features/today/today-page.tsx")).TodayPage,
});
