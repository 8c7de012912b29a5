import { page } from "../page.ts";

export const forgotPasswordRoute = page({
  path: "/forgot-password",
  title: "Forgot your password?",
  frame: "bare",
  load: async () => (await import("../../features/people/forgot-password-page.tsx")).ForgotPasswordPage,
});
