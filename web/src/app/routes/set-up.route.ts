import { page } from "../page.ts";

export const setUpRoute = page({
  path: "/set-up/$token",
  title: "Set up Perennial",
  frame: "bare",
  load: async () => (await import("../../features/people/set-up-page.tsx")).SetUpPage,
});
