import { z } from "zod";
import { command, type Outcome } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { revokeLinks } from "./sign-in-links.ts";
import { activateSignIn } from "./sign-in-rows.ts";

const provider = "single-sign-on";

/**
 * Finds the teammate whom the identity provider named: by its own name for them, or, the first time, by their e-mail;
 * that accepts an invitation. Nobody is made by it: who was not invited stays outside.
 * @throws Problem `forbidden` saying why they cannot sign in
 */
export const signInByProvider = command({
  name: "teammates.sign-in-by-provider",
  permission: "people.sign-in-by-provider",
  input: z.object({ subject: z.string().min(1).max(600), email: z.string().max(320).nullable() }),
  async run({ tx, ctx, input: { subject, email } }): Promise<Outcome<{ id: string }>> {
    const linked = await tx
      .selectFrom("credentials")
      .select("sign_in_id")
      .where("provider", "=", provider)
      .where("subject", "=", subject)
      .executeTakeFirst();
    if (linked) return { result: { id: linked.sign_in_id } };
    if (email === null)
      throw problem("forbidden", "Your identity provider did not confirm an e-mail address of yours.");
    const person = await tx
      .selectFrom("teammates")
      .select(["id", "name", "status"])
      .where((where) => where(where.fn<string>("lower", ["email"]), "=", email))
      .where("archived_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!person || !["invited", "active"].includes(person.status))
      throw problem("forbidden", `Nobody with the e-mail ${email} was invited. Ask an administrator.`);
    const activated =
      person.status === "invited"
        ? await activateSignIn(tx, ctx, { ...person, email })
        : { changes: [], events: [] };
    if (person.status === "invited") await revokeLinks(tx, ctx.now, [person.id], ["invitation"]);
    await linkTo(tx, ctx, person.id, subject);
    const event = { object: "teammate", objectId: person.id, accountId: null };
    return {
      result: { id: person.id },
      changes: activated.changes,
      events: [...activated.events, { ...event, name: "teammate.linked-to-identity-provider" }],
    };
  },
});

async function linkTo(tx: Tx, ctx: Context, signInId: string, subject: string): Promise<void> {
  const at = ctx.now.toString();
  const id = newId(ctx.now);
  await tx
    .insertInto("credentials")
    .values({ id, sign_in_id: signInId, provider, subject, created_at: at, updated_at: at })
    .execute();
}
