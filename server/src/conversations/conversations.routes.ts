import { conversations, mailSettings, outgoingMessages, unmatchedMessages } from "@perennial/contract";
import { execute } from "../kernel/command.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { getAttachment, getConversation, getMessage } from "./conversation.view.ts";
import { listConversations } from "./conversation-list.view.ts";
import { createInboundAddress, getMailSettings, updateMailSettings } from "./mail-settings.ts";
import { decideOutgoingMessage, listOutgoingMessages } from "./outgoing-messages.ts";
import { replyInConversation } from "./reply-in-conversation.ts";
import { startConversation } from "./start-conversation.ts";
import { startConversations } from "./start-conversations.ts";
import {
  assignUnmatchedMessage,
  dismissUnmatchedMessage,
  listUnmatchedMessages,
} from "./unmatched-messages.ts";
import { updateConversation } from "./update-conversation.ts";

export const conversationRoutes: Route[] = [
  route(conversations.list, ({ app, ctx, query }) => ask(app, ctx, listConversations, query)),
  route(conversations.get, ({ app, ctx, params, query }) =>
    ask(app, ctx, getConversation, { ...params, ...query }),
  ),
  route(conversations.start, async ({ app, ctx, body }) => {
    const { id } = await execute(app, ctx, startConversation, body);
    return ask(app, ctx, getConversation, { id });
  }),
  route(conversations.startMany, ({ app, ctx, body }) => execute(app, ctx, startConversations, body)),
  route(conversations.reply, async ({ app, ctx, params, body }) => {
    const { id } = await execute(app, ctx, replyInConversation, { ...body, ...params });
    return ask(app, ctx, getMessage, { id });
  }),
  route(conversations.update, async ({ app, ctx, params, body }) => {
    const { id } = await execute(app, ctx, updateConversation, { ...body, ...params });
    return ask(app, ctx, getConversation, { id });
  }),
  route(conversations.attachment, async ({ app, ctx, params, reply }) => {
    const { filename, mimeType, content } = await ask(app, ctx, getAttachment, params);
    // Always a download, never shown as a page of ours: the sender chose type and name.
    return reply
      .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`)
      .header("content-security-policy", "sandbox; default-src 'none'")
      .type(/^[\w.+-]+\/[\w.+-]+$/.test(mimeType) ? mimeType : "application/octet-stream")
      .send(content);
  }),
  route(unmatchedMessages.list, ({ app, ctx, query }) => ask(app, ctx, listUnmatchedMessages, query)),
  route(unmatchedMessages.assign, ({ app, ctx, params, body }) =>
    execute(app, ctx, assignUnmatchedMessage, { ...body, ...params }),
  ),
  route(unmatchedMessages.dismiss, ({ app, ctx, params }) =>
    execute(app, ctx, dismissUnmatchedMessage, params),
  ),
  route(outgoingMessages.list, ({ app, ctx, query }) => ask(app, ctx, listOutgoingMessages, query)),
  route(outgoingMessages.decide, ({ app, ctx, params, body }) =>
    execute(app, ctx, decideOutgoingMessage, { ...body, ...params }),
  ),
  route(mailSettings.get, ({ app, ctx }) => ask(app, ctx, getMailSettings, {})),
  route(mailSettings.update, ({ app, ctx, body }) => execute(app, ctx, updateMailSettings, body)),
  route(mailSettings.createInboundAddress, ({ app, ctx }) => execute(app, ctx, createInboundAddress, {})),
];
