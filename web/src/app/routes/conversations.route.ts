import { page } from "../page.ts";

export const conversationsRoute = page({
  path: "/conversations",
  title: "Conversations",
  readsPast: true,
  load: async () => (await import("../../features/conversations/conversations-page.tsx")).ConversationsPage,
});
