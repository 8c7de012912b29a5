import { startSender } from "../kernel/mail/start-sender.ts";
import type { Slice } from "../kernel/slice.ts";
import { conversationRoutes } from "./conversations.routes.ts";
import { mountInboundMail } from "./inbound-mail.mount.ts";
import { messageOutcome } from "./message-outcome.ts";
import { messageTimeline } from "./message-timeline.ts";
import { mountUnsubscribe } from "./unsubscribe.mount.ts";

export { messageReaderOf } from "./message-reader-of.ts";
export { receiveMessage } from "./receive-message.ts";
export { replyInConversation } from "./reply-in-conversation.ts";
export { startConversation } from "./start-conversation.ts";

export const conversationsSlice: Slice = {
  name: "conversations",
  routes: conversationRoutes,
  mounts: [mountInboundMail, mountUnsubscribe],
  contributes: { mailOutcomes: [messageOutcome], timelineSources: [messageTimeline] },
  start: (app) => startSender(app),
};
