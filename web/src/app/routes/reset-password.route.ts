import { page } from "../page.ts";

export const resetPasswordRoute = page({
  path: "/reset-password/$token",
  title: "Set a new password",
  frame: "bare",
  load: async () => (await import("../../features/people/reset-password-page.tsx")).ResetPasswordPage,
});
