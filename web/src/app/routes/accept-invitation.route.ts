import { page } from "../page.ts";

export const acceptInvitationRoute = page({
  path: "/accept-invitation/$token",
  title: "Accept your invitation",
  frame: "bare",
  load: async () => (await import("../../features/people/accept-invitation-page.tsx")).AcceptInvitationPage,
});
