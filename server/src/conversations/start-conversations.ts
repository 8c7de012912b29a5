import { conversations } from "@perennial/contract";
import { command, executeIn, inSavepoint } from "../kernel/command.ts";
import { Problem } from "../kernel/errors.ts";
import { startConversation } from "./start-conversation.ts";

type Result = { accountId: string; conversationId: string | null; problem: string | null };

/**
 * Starts the same conversation with many accounts, one each, rendered for each. An account that cannot be written to
 * (nobody to write to, a variable without a value) is reported and hinders no other.
 */
export const startConversations = command({
  name: "conversations.start-many",
  permission: "conversations.write",
  input: conversations.startMany.body,
  async run({ app, tx, ctx, input: { accountIds, ...input } }) {
    const results: Result[] = [];
    for (const accountId of new Set(accountIds)) {
      try {
        const { id } = await inSavepoint(tx, () =>
          executeIn(app, tx, ctx, startConversation, { ...input, accountId }),
        );
        results.push({ accountId, conversationId: id, problem: null });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        results.push({ accountId, conversationId: null, problem: error.message });
      }
    }
    const started = results.filter((result) => result.conversationId !== null).length;
    return { result: { started, refused: results.length - started, results } };
  },
});
