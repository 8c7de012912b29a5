import type { LinkSource } from "@perennial/contract";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Actor } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { readSegment } from "./segments.sql.ts";

/** In whose name an actor speaks. An API key speaks for the person who made it. */
const sourceOf: Record<Actor["kind"], LinkSource> = {
  teammate: "person",
  "api-key": "person",
  playbook: "playbook",
  import: "import",
  connector: "import",
  system: "import",
};

export type SegmentLink = {
  segment: string;
  accountId: string;
  link: { source: LinkSource; isMember: boolean } | null;
};

/**
 * Says that an account is in a segment (`isMember`), is not, or, with null, forgets what this kind of actor said. A
 * person's word stands above a playbook's, that above an import's, that above the rule. The engine follows.
 */
export const setSegmentLink = command({
  name: "segments.set-link",
  permission: "accounts.write",
  input: z.object({
    segment: z.string(),
    accountId: z.uuid(),
    isMember: z.boolean().nullable(),
    reason: z.string().trim().max(500).optional(),
  }),
  async run({ tx, ctx, input: { segment: slug, accountId, isMember, reason } }) {
    const segment = await readSegment(tx, slug);
    if (segment.archived_at !== null) {
      throw problem("conflict", `The segment “${segment.name}” is archived. Restore it first.`);
    }
    const account = await tx
      .selectFrom("accounts")
      .select("id")
      .where("id", "=", accountId)
      .executeTakeFirst();
    if (!account) throw problem("not-found", `There is no account with the id ${accountId}.`);
    const source = sourceOf[ctx.actor.kind];
    const key = { account_id: accountId, segment_id: segment.id, source };
    const before = await tx
      .selectFrom("segment_links")
      .select("is_member")
      .where((eb) => eb.and(key))
      .executeTakeFirst();
    if (isMember === null) {
      await tx
        .deleteFrom("segment_links")
        .where((eb) => eb.and(key))
        .execute();
    } else {
      const said = {
        is_member: isMember,
        actor_kind: ctx.actor.kind,
        actor_id: ctx.actor.id,
        actor_name: ctx.actor.name,
        reason: reason ?? null,
        at: ctx.now.toString(),
      };
      await tx
        .insertInto("segment_links")
        .values({ ...key, ...said })
        .onConflict((conflict) => conflict.columns(["account_id", "segment_id", "source"]).doUpdateSet(said))
        .execute();
    }
    const link = isMember === null ? null : { source, isMember };
    const old = before?.is_member ?? null;
    const result: SegmentLink = { segment: segment.slug, accountId, link };
    if (old === isMember) return { result };
    return {
      result,
      changes: [
        {
          object: "account",
          objectId: accountId,
          accountId,
          field: `segmentLink:${segment.slug}`,
          old,
          new: isMember,
        },
      ],
      events: [
        {
          name: "segment.linked",
          object: "segment",
          objectId: segment.id,
          accountId,
          payload: { segment: segment.slug, source, isMember, reason: reason ?? null },
        },
      ],
    };
  },
});
