import { page } from "../page.ts";

export const conversationRoute = page({
  path: "/conversations/$id",
  title: "Conversation",
  readsPast: true,
  load: async () => (await import("../../features/conversations/conversation-page.tsx")).ConversationPage,
});
