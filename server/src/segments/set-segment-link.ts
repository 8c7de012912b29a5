import type { LinkSource } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { type Change, command, type DomainEvent } from "../kernel/command.ts";
import type { Actor, Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
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

const said = {
  segment: z.string(),
  isMember: z.boolean().nullable(),
  reason: z.string().trim().max(500).optional(),
};
type Said = z.output<z.ZodObject<typeof said>> & { accountIds: readonly string[] };

/**
 * Says that an account is in a segment (`isMember`), is not, or, with null, forgets what this kind of actor said. A
 * person's word stands above a playbook's, that above an import's, that above the rule. The engine follows.
 */
export const setSegmentLink = command({
  name: "segments.set-link",
  permission: "accounts.write",
  input: z.object({ ...said, accountId: z.uuid() }),
  async run({ tx, ctx, input: { accountId, ...rest } }) {
    const { segment, ...outcome } = await writeLinks(tx, ctx, { ...rest, accountIds: [accountId] });
    const link =
      rest.isMember === null ? null : { source: sourceOf[ctx.actor.kind], isMember: rest.isMember };
    const result: SegmentLink = { segment, accountId, link };
    return { result, ...outcome };
  },
});

/** The same of several accounts at once. */
export const setSegmentLinks = command({
  name: "segments.set-links",
  permission: "accounts.write",
  input: z.object({ ...said, accountIds: z.array(z.uuid()).max(10_000) }),
  async run({ tx, ctx, input }) {
    const { segment, ...outcome } = await writeLinks(tx, ctx, input);
    return { result: { segment }, ...outcome };
  },
});

async function writeLinks(
  tx: Tx,
  ctx: Context,
  { segment: slug, accountIds, isMember, reason }: Said,
): Promise<{ segment: string; changes: Change[]; events: DomainEvent[] }> {
  const segment = await readSegment(tx, slug);
  if (segment.archived_at !== null) {
    throw problem("conflict", `The segment “${segment.name}” is archived. Restore it first.`);
  }
  const source = sourceOf[ctx.actor.kind];
  const { rows } = await sql<{ id: string; is_member: boolean | null }>`
    select a.id, l.is_member
      from accounts a left join segment_links l
        on l.account_id = a.id and l.segment_id = ${segment.id} and l.source = ${source}
     where a.id = any(${[...accountIds]}::uuid[])
  `.execute(tx);
  const before = new Map(rows.map((row) => [row.id, row.is_member]));
  const missing = accountIds.find((id) => !before.has(id));
  if (missing !== undefined) throw problem("not-found", `There is no account with the id ${missing}.`);
  if (isMember === null) {
    await sql`
      delete from segment_links
       where account_id = any(${[...accountIds]}::uuid[]) and segment_id = ${segment.id} and source = ${source}
    `.execute(tx);
  } else {
    await sql`
      insert into segment_links (account_id, segment_id, source, is_member, actor_kind, actor_id, actor_name, reason, at)
      select a.id, ${segment.id}::uuid, ${source}, ${isMember}, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name},
             ${reason ?? null}, ${ctx.now.toString()}::timestamptz
        from unnest(${[...accountIds]}::uuid[]) as a (id) order by a.id
      on conflict (account_id, segment_id, source) do update
         set is_member = excluded.is_member, actor_kind = excluded.actor_kind, actor_id = excluded.actor_id,
             actor_name = excluded.actor_name, reason = excluded.reason, at = excluded.at
    `.execute(tx);
  }
  const differing = accountIds.filter((id) => before.get(id) !== isMember);
  const payload = { segment: segment.slug, source, isMember, reason: reason ?? null };
  return {
    segment: segment.slug,
    changes: differing.map((accountId) => ({
      object: "account",
      objectId: accountId,
      accountId,
      field: `segmentLink:${segment.slug}`,
      old: before.get(accountId) ?? null,
      new: isMember,
    })),
    events: differing.map((accountId) => ({
      name: "segment.linked",
      object: "segment",
      objectId: segment.id,
      accountId,
      payload,
    })),
  };
}
