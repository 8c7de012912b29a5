import { replyInConversation as replyCommand } from "../../conversations/index.ts";
import { executeIn } from "../../kernel/command.ts";
import { checkConversationStep, checkTemplate } from "./checks.ts";
import { answerSince, conversationOf } from "./conversation-of.ts";
import { recipientNames, shownMessage } from "./shown-message.ts";
import { onward, stepKind } from "./step.ts";

/** Writes on in the thread that an earlier step began, unless the customer has answered meanwhile. */
export const replyInConversation = stepKind({
  kind: "reply-in-conversation",
  label: "Reply in conversation",
  group: "act",
  outlets: () => onward,
  describe: ({ template, evenIfAnswered }, names) =>
    `Reply in the same thread with “${names.template(template)}”${evenIfAnswered ? "" : ", unless they have answered"}`,
  check: async ({ settings, definition, ...where }) => [
    ...checkConversationStep(definition, settings.conversation),
    ...(await checkTemplate(where, "conversation", settings.template)),
  ],
  async run({ app, tx, ctx, run, settings }) {
    const conversationId = conversationOf(run.memory, settings.conversation);
    const answer = await answerSince(tx, run.accountId, conversationId);
    if (answer && !settings.evenIfAnswered) {
      return {
        kind: "next",
        why: `${answer.from} has answered; nothing was sent.`,
        output: { conversationId },
      };
    }
    const { id } = await executeIn(app, tx, ctx, replyCommand, {
      id: conversationId,
      template: { slug: settings.template },
    });
    const message = await shownMessage(tx, run.accountId, id);
    return {
      kind: "next",
      why: `Wrote again to ${recipientNames(message.to)} in the same thread.`,
      output: { conversationId, message },
    };
  },
});
