import { acceptInvitation as acceptInvitationEndpoint } from "@perennial/contract";
import { command } from "../kernel/command.ts";
import { changesBetween } from "../kernel/history.ts";
import { holderOfLink, useUpLink } from "./sign-in-links.ts";
import { activateTeammate } from "./sign-in-rows.ts";

/** Accepts an invitation by its link, once: the person's name, their password, and they can sign in. */
export const acceptInvitation = command({
  name: "teammates.accept-invitation",
  permission: "people.accept-invitation",
  input: acceptInvitationEndpoint.body,
  async run({ tx, ctx, input }) {
    const holder = await holderOfLink(tx, ctx.now, "invitation", input.token);
    await tx.updateTable("teammates").set({ name: input.name }).where("id", "=", holder.id).execute();
    const activated = await activateTeammate(tx, ctx, { ...holder, name: input.name }, input.password);
    await useUpLink(tx, ctx.now, holder.linkId);
    const ref = { id: holder.id, accountId: null };
    return {
      result: { id: holder.id, email: holder.email },
      changes: [
        ...changesBetween("teammate", ref, { name: holder.name }, { name: input.name }),
        ...activated.changes,
      ],
      events: activated.events,
    };
  },
});
