import type { App } from "../kernel/app.ts";
import { mailGauges } from "../kernel/mail/mail-gauges.ts";
import { startSender } from "../kernel/mail/start-sender.ts";
import type { Slice } from "../kernel/slice.ts";
import { conversationRoutes } from "./conversations.routes.ts";
import { startImapInbox } from "./imap-inbox.ts";
import { mountInboundMail } from "./inbound-mail.mount.ts";
import { mailLikelihoodFeatures } from "./mail-likelihood-features.ts";
import { fixedSender } from "./mail-settings.ts";
import { messageOutcome } from "./message-outcome.ts";
import { messageTimeline } from "./message-timeline.ts";
import { mountUnsubscribe } from "./unsubscribe.mount.ts";

export { recordConversation } from "./record-conversation.ts";
export { replyInConversation } from "./reply-in-conversation.ts";
export { startConversation } from "./start-conversation.ts";

export const conversationsSlice: Slice = {
  name: "conversations",
  routes: conversationRoutes,
  mounts: [mountInboundMail, mountUnsubscribe],
  contributes: {
    mailOutcomes: [messageOutcome],
    systemSenders: [fixedSender],
    timelineSources: [messageTimeline],
    likelihoodFeatures: [mailLikelihoodFeatures],
    gauges: [mailGauges],
  },
  start: startMail,
};

/** The sender of what goes out and, where a mailbox is configured, the reader of what comes in. */
async function startMail(app: App): Promise<() => Promise<void>> {
  const stopSender = await startSender(app);
  const stopInbox = app.settings.imapUrl ? startImapInbox(app, app.settings.imapUrl) : async () => {};
  return async () => {
    await Promise.all([stopSender(), stopInbox()]);
  };
}
