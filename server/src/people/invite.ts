import { invitationInput } from "@perennial/contract";
import { z } from "zod";
import { command, type Outcome } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { writeRecords } from "../objects/index.ts";
import { administerTeammates } from "./check-authority.ts";
import { mailLink } from "./mail-link.ts";
import { personWithEmail } from "./make-person.ts";
import { hasOpenLink, storeLink } from "./sign-in-links.ts";
import { statusChange } from "./sign-in-rows.ts";

/** An invitation made or renewed; the token itself is known to the route alone. */
export type InvitationMade = { id: string; expiresAt: string; mailedTo: string | null };

/** Invites a person: makes the teammate, or takes the one with this e-mail who was not invited yet. */
export const invite = command({
  name: "teammates.invite",
  permission: administerTeammates,
  input: invitationInput.extend({ tokenHash: z.string(), address: z.url() }),
  async run({ app, tx, ctx, input }): Promise<Outcome<InvitationMade>> {
    const existing = await personWithEmail(tx, input.email);
    if (existing) assertInvitable(existing, await hasOpenLink(tx, existing.id));
    const { tokenHash, address, name, ...rest } = input;
    const values = existing
      ? { ...rest, ...(name === undefined ? {} : { name }) }
      : { ...rest, name: name ?? input.email.split("@")[0] };
    const written = await writeRecords(app, tx, ctx, "teammate", [
      { ...(existing ? { id: existing.id } : {}), values },
    ]);
    const result = written.results[0];
    if (!result || result.status === "rejected") {
      const fields = result?.problems ?? [];
      throw problem("invalid-input", fields.map((field) => field.message).join("; "), { fields });
    }
    const teammateId = result.id;
    await tx.updateTable("teammates").set({ status: "invited" }).where("id", "=", teammateId).execute();
    const link = await storeLink(tx, ctx, { purpose: "invitation", teammateId, tokenHash });
    const to = { name: name ?? existing?.name ?? input.email, email: input.email };
    const mailedTo = await mailLink(app, tx, ctx, { purpose: "invitation", to, link: address, ...link });
    return {
      result: { ...link, mailedTo },
      changes: [
        ...written.changes,
        ...(existing?.status === "invited" ? [] : [statusChange(teammateId, "not-invited", "invited")]),
      ],
      events: [
        ...written.events,
        { name: "teammate.invited", object: "teammate", objectId: teammateId, accountId: null },
      ],
    };
  },
});

function assertInvitable(person: { status: string; archived_at: string | null }, hasLink: boolean): void {
  if (person.archived_at !== null) {
    throw problem(
      "conflict",
      "A teammate with this e-mail is archived. Restore them first, then invite them.",
    );
  }
  const advice: Record<string, string | undefined> = {
    invited: hasLink ? "was invited already. Make a new link for that invitation instead." : undefined,
    active: "can sign in already.",
    suspended: "is suspended. Lift the suspension instead.",
  };
  const reason = advice[person.status];
  if (reason) throw problem("conflict", `The teammate with this e-mail ${reason}`);
}
