import { z } from "zod";
import { type Command, command } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { administerTeammates } from "./check-authority.ts";
import type { InvitationMade } from "./invite.ts";
import { mailLink } from "./mail-link.ts";
import { storeLink } from "./sign-in-links.ts";
import { statusChange } from "./sign-in-rows.ts";

const renewInput = z.object({ id: z.uuid(), tokenHash: z.string(), address: z.url() });

/** Makes a new link for an invitation, expired ones included; the old link stops working. */
export const renewInvitation: Command<typeof renewInput, InvitationMade> = command({
  name: "teammates.renew-invitation",
  permission: administerTeammates,
  input: renewInput,
  async run({ app, tx, ctx, input }) {
    const person = await invitedBy(tx, input.id);
    const teammateId = person.id;
    const link = await storeLink(tx, ctx, {
      purpose: "invitation",
      teammateId,
      tokenHash: input.tokenHash,
    });
    const mail = { purpose: "invitation", to: person, link: input.address, ...link } as const;
    return {
      result: { ...link, mailedTo: await mailLink(app, tx, ctx, mail) },
      events: [{ name: "teammate.invited", object: "teammate", objectId: teammateId, accountId: null }],
    };
  },
});

/** Takes an invitation back. The teammate stays, as not invited. */
export const revokeInvitation = command({
  name: "teammates.revoke-invitation",
  permission: administerTeammates,
  input: z.object({ id: z.uuid() }),
  async run({ tx, ctx, input: { id } }) {
    const { id: teammateId } = await invitedBy(tx, id);
    const at = ctx.now.toString();
    await tx.updateTable("sign_in_links").set({ revoked_at: at }).where("id", "=", id).execute();
    await tx
      .updateTable("teammates")
      .set({ status: "not-invited", updated_at: at })
      .where("id", "=", teammateId)
      .execute();
    return {
      result: { id },
      changes: [statusChange(teammateId, "invited", "not-invited")],
      events: [
        { name: "teammate.invitation-revoked", object: "teammate", objectId: teammateId, accountId: null },
      ],
    };
  },
});

async function invitedBy(
  tx: Tx,
  invitationId: string,
): Promise<{ id: string; name: string; email: string | null }> {
  const row = await tx
    .selectFrom("sign_in_links as l")
    .innerJoin("teammates as t", "t.id", "l.teammate_id")
    .select(["t.id", "t.name", "t.email"])
    .where("l.id", "=", invitationId)
    .where("l.purpose", "=", "invitation")
    .where("l.used_at", "is", null)
    .where("l.revoked_at", "is", null)
    .where("t.status", "=", "invited")
    .forUpdate()
    .executeTakeFirst();
  if (row) return row;
  throw problem(
    "not-found",
    "There is no open invitation with this id: it was accepted, renewed or revoked.",
  );
}
