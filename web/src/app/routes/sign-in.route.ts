import { page } from "../page.ts";

export const signInRoute = page({
  path: "/sign-in",
  title: "Sign in",
  frame: "bare",
  load: async () => (await import("../../features/people/sign-in-page.tsx")).SignInPage,
});
