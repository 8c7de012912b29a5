import { askPasswordReset as askPasswordResetEndpoint } from "@perennial/contract";
import { createContext } from "../kernel/app.ts";
import { command, execute } from "../kernel/command.ts";
import type { Actor } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { defineJob, enqueue } from "../kernel/jobs/index.ts";
import { newLink } from "./new-link.ts";
import { createPasswordResetLink } from "./reset-password.ts";

/** Whoever asks on the sign-in page; in mails and in the audit log, the link is made in this name. */
const asker: Actor = {
  kind: "system",
  id: "password-reset-request",
  name: "Sign-in page",
  permissions: new Set(["teammates.administer"]),
};

/** Makes and mails the link where somebody who can sign in has that e-mail, and does nothing where nobody has. */
export const mailPasswordReset = defineJob({
  name: "people.mail-password-reset",
  payload: askPasswordResetEndpoint.body,
  async run({ app, ctx: { requestId }, payload: { email } }) {
    const person = await app.db
      .selectFrom("teammates")
      .select("id")
      .where((where) => where(where.fn("lower", ["email"]), "=", email.trim().toLowerCase()))
      .where("status", "=", "active")
      .where("archived_at", "is", null)
      .executeTakeFirst();
    if (!person) return;
    const input = { id: person.id, ...newLink(app, "reset-password") };
    await execute(app, await createContext(app, asker, { requestId }), createPasswordResetLink, input);
  },
});

/**
 * Takes the wish for a new password. Known or not, an e-mail costs the same work here: who asks cannot tell by the time
 * it takes who has an account.
 */
export const askPasswordReset = command({
  name: "teammates.ask-password-reset",
  permission: "people.reset-password",
  input: askPasswordResetEndpoint.body,
  async run({ app, tx, input }) {
    if (app.settings.smtpUrl === undefined) {
      throw problem(
        "conflict",
        "Perennial has no mail server to send a link with. Ask an administrator of your company for one.",
      );
    }
    await enqueue(tx, mailPasswordReset, input);
    return { result: undefined };
  },
});
