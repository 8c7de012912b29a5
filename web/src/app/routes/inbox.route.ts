import { page } from "../page.ts";

export const inboxRoute = page({
  path: "/inbox",
  title: "Inbox",
  load: async () => (await import("../../features/notifications/inbox-page.tsx")).InboxPage,
});
