import type { Sender, StepSettings } from "@perennial/contract";
import { startConversation as startCommand } from "../../conversations/index.ts";
import { executeIn } from "../../kernel/command.ts";
import { findTemplate } from "../../templates/index.ts";
import { findRunRenewal, type RunRenewal } from "../open-renewal.ts";
import { checkTemplate } from "./checks.ts";
import { recipientNames, shownMessage } from "./shown-message.ts";
import { onward, stepKind } from "./step.ts";

type Settings = StepSettings<"start-conversation">;

/** Sends a message from a template and keeps its thread for later steps. It leaves when the step has committed. */
export const startConversation = stepKind({
  kind: "start-conversation",
  label: "Start conversation",
  group: "act",
  outlets: () => onward,
  describe: ({ template, sender, isHeld }, names) => {
    const as = sender ? ` as ${senderName(sender, names.keyRole)}` : "";
    const held = isHeld ? ", held for a person's release" : "";
    return `Send “${names.template(template)}”${as}${held}`;
  },
  check: ({ settings, ...where }) => checkTemplate(where, "conversation", settings.template),
  async run({ app, tx, ctx, run, step, settings }) {
    const renewal = await findRunRenewal(tx, run.accountId, run.memory);
    const sender = await senderOf(tx, settings, renewal);
    const { id, messageId } = await executeIn(app, tx, ctx, startCommand, {
      accountId: run.accountId,
      template: { slug: settings.template },
      ...(sender ? { sender } : {}),
      ...(settings.stakeholderRoles ? { stakeholderRoles: settings.stakeholderRoles } : {}),
      ...(settings.isHeld ? { isHeld: true } : {}),
      ...(renewal ? { renewalId: renewal.id } : {}),
    });
    const message = await shownMessage(tx, run.accountId, messageId);
    return {
      kind: "next",
      why: `Wrote to ${recipientNames(message.to)} as ${String(message.from).replace(/ <.*/, "")}.`,
      output: { conversationId: id, message },
      memory: {
        ...run.memory,
        ...(renewal ? { renewalId: renewal.id } : {}),
        conversations: { ...run.memory.conversations, [step.id]: id },
      },
    };
  },
});

/** The renewal's owner, where they can send mail; else who the template says. */
async function senderOf(
  tx: Parameters<typeof findTemplate>[0],
  { sender, template }: Settings,
  renewal: RunRenewal | null,
): Promise<Sender | undefined> {
  if (sender?.kind !== "renewal-owner") return sender;
  const owner = renewal?.ownerId
    ? await tx
        .selectFrom("teammates")
        .select("id")
        .where("id", "=", renewal.ownerId)
        .where("archived_at", "is", null)
        .where("email", "is not", null)
        .executeTakeFirst()
    : undefined;
  if (owner) return { kind: "teammate", id: owner.id };
  const found = await findTemplate(tx, "conversation", { slug: template });
  return found.content.sender ?? { kind: "key-role", role: "csm" };
}

function senderName(sender: NonNullable<Settings["sender"]>, keyRole: (slug: string) => string): string {
  switch (sender.kind) {
    case "renewal-owner":
      return "the renewal's owner";
    case "key-role":
      return `the account's ${keyRole(sender.role)}`;
    case "teammate":
      return "a chosen teammate";
    case "author":
    case "fixed":
      return "the sender of the mail settings";
  }
}
