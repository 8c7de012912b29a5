import { inDays } from "../in-days.ts";
import { checkConversationStep } from "./checks.ts";
import { answerSince, conversationOf } from "./conversation-of.ts";
import { stepKind } from "./step.ts";

/** Stands until the customer answers, with a limit; each has its way out. Automatic replies are no answers. */
export const waitForAnswer = stepKind({
  kind: "wait-for-answer",
  label: "Wait for an answer",
  group: "wait",
  outlets: ({ days }) => [
    { key: "answered", label: "they answer" },
    { key: "timed-out", label: `no answer for ${inDays(days)}` },
  ],
  describe: ({ days }) => `Wait until the customer answers, at most ${inDays(days)}`,
  check: async ({ settings, definition }) => checkConversationStep(definition, settings.conversation),
  async run({ tx, ctx, run, settings, wake }) {
    const conversationId = conversationOf(run.memory, settings.conversation);
    const from = wake?.kind === "answered" ? (wake.from ?? "The customer") : null;
    const answer = from ? { from } : await answerSince(tx, run.accountId, conversationId);
    if (answer) {
      const output = { conversationId, answeredBy: answer.from };
      return { kind: "next", outlet: "answered", why: `${answer.from} answered.`, output };
    }
    if (wake) {
      const why = `Nobody answered for ${inDays(settings.days)}.`;
      return { kind: "next", outlet: "timed-out", why, output: { conversationId } };
    }
    const until = ctx.now.toZonedDateTimeISO(ctx.timeZone).add({ days: settings.days }).toInstant();
    const why = `Waits for an answer until ${until.toZonedDateTimeISO(ctx.timeZone).toPlainDate()}.`;
    return { kind: "wait", until, conversationId, why, output: { conversationId, until: until.toString() } };
  },
});
