import { resetPassword as resetPasswordEndpoint } from "@perennial/contract";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { administerTeammates } from "./check-authority.ts";
import { mailLink } from "./mail-link.ts";
import { holderOfLink, storeLink, useUpLink } from "./sign-in-links.ts";
import { replacePassword } from "./sign-in-rows.ts";

/** Makes a link with which somebody who can sign in sets a new password. */
export const createPasswordResetLink = command({
  name: "teammates.create-password-reset-link",
  permission: administerTeammates,
  input: z.object({ id: z.uuid(), tokenHash: z.string(), address: z.url() }),
  async run({ app, tx, ctx, input }) {
    const person = await tx
      .selectFrom("teammates")
      .select(["name", "email", "status", "archived_at"])
      .where("id", "=", input.id)
      .executeTakeFirst();
    if (!person) throw problem("not-found", `There is no teammate with the id ${input.id}.`);
    if (person.status !== "active" || person.archived_at !== null) {
      throw problem("conflict", "Only teammates who can sign in can be given a new password.");
    }
    const link = await storeLink(tx, ctx, {
      purpose: "password-reset",
      teammateId: input.id,
      tokenHash: input.tokenHash,
    });
    const mail = { purpose: "password-reset", to: person, link: input.address, ...link } as const;
    return {
      result: { ...link, mailedTo: await mailLink(app, tx, ctx, mail) },
      events: [
        { name: "teammate.password-reset-offered", object: "teammate", objectId: input.id, accountId: null },
      ],
    };
  },
});

/** Sets a new password by a link, once, and ends every session of that person. */
export const resetPassword = command({
  name: "teammates.reset-password",
  permission: "people.reset-password",
  input: resetPasswordEndpoint.body,
  async run({ tx, ctx, input }) {
    const holder = await holderOfLink(tx, ctx.now, "password-reset", input.token);
    await replacePassword(tx, ctx, holder.id, input.password);
    await useUpLink(tx, ctx.now, holder.linkId);
    return {
      result: { id: holder.id, email: holder.email },
      events: [{ name: "teammate.password-reset", object: "teammate", objectId: holder.id, accountId: null }],
    };
  },
});
