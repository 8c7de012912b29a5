import type { LinkSource } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { type Change, command, type DomainEvent } from "../kernel/command.ts";
import type { Actor, Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";
import { refreshRecords } from "./refresh-record-members.ts";
import { placeOf } from "./segment-object.ts";
import { hasLinkOfKind, readSegment } from "./segments.sql.ts";

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
  recordId: string;
  link: { source: LinkSource; isMember: boolean } | null;
};

const said = {
  segment: z.string(),
  isMember: z.boolean().nullable(),
  reason: z.string().trim().max(500).optional(),
};
type Said = z.output<z.ZodObject<typeof said>> & { recordIds: readonly string[] };

/**
 * Says that a record is in a segment (`isMember`), is not, or, with null, forgets what this kind of actor said. A
 * person's word stands above a playbook's, that above an import's, that above the rule. The engine follows.
 */
export const setSegmentLink = command({
  name: "segments.set-link",
  permission: "accounts.write",
  input: z.object({ ...said, recordId: z.uuid() }),
  async run({ app, tx, ctx, input: { recordId, ...rest } }) {
    const { segment, ...outcome } = await writeLinks(app, tx, ctx, { ...rest, recordIds: [recordId] });
    const link =
      rest.isMember === null ? null : { source: sourceOf[ctx.actor.kind], isMember: rest.isMember };
    const result: SegmentLink = { segment, recordId, link };
    return { result, ...outcome };
  },
});

/** The same of several records at once. */
export const setSegmentLinks = command({
  name: "segments.set-links",
  permission: "accounts.write",
  input: z.object({ ...said, recordIds: z.array(z.uuid()).max(10_000) }),
  async run({ app, tx, ctx, input }) {
    const { segment, ...outcome } = await writeLinks(app, tx, ctx, input);
    return { result: { segment }, ...outcome };
  },
});

async function writeLinks(
  app: App,
  tx: Tx,
  ctx: Context,
  { segment: slug, recordIds, isMember, reason }: Said,
): Promise<{ segment: string; changes: Change[]; events: DomainEvent[] }> {
  const segment = await readSegment(tx, slug);
  if (segment.archived_at !== null) {
    throw problem("conflict", `The segment “${segment.name}” is archived. Restore it first.`);
  }
  const source = sourceOf[ctx.actor.kind];
  const { object } = segment;
  const place = placeOf(object);
  const [links, key] = [sql.table(place.links.table), sql.id(place.links.key)];
  const { rows } = await sql<{ id: string; is_member: boolean | null }>`
    select a.id, l.is_member
      from ${sql.table(place.table)} a left join ${links} l
        on l.${key} = a.id and l.segment_id = ${segment.id} and l.source = ${source}
     where a.id = any(${[...recordIds]}::uuid[])
  `.execute(tx);
  const before = new Map(rows.map((row) => [row.id, row.is_member]));
  const missing = recordIds.find((id) => !before.has(id));
  if (missing !== undefined) throw problem("not-found", `There is no ${object} with the id ${missing}.`);
  if (isMember === null) {
    await sql`
      delete from ${links}
       where ${key} = any(${[...recordIds]}::uuid[]) and segment_id = ${segment.id} and source = ${source}
    `.execute(tx);
  } else {
    // What membership is computed by knows the kinds of links that there are.
    if (!(await hasLinkOfKind(tx, segment, { source, isMember }))) await raiseDefinitionVersion(tx);
    await sql`
      insert into ${links} (${key}, segment_id, source, is_member, actor_kind, actor_id, actor_name, reason, at)
      select a.id, ${segment.id}::uuid, ${source}, ${isMember}, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name},
             ${reason ?? null}, ${ctx.now.toString()}::timestamptz
        from unnest(${[...recordIds]}::uuid[]) as a (id) order by a.id
      on conflict (${key}, segment_id, source) do update
         set is_member = excluded.is_member, actor_kind = excluded.actor_kind, actor_id = excluded.actor_id,
             actor_name = excluded.actor_name, reason = excluded.reason, at = excluded.at
    `.execute(tx);
  }
  // What is said decides at once of contacts and organizations; accounts follow with the engine.
  const crossed =
    object === "account"
      ? { changes: [], events: [] }
      : await refreshRecords(app, tx, ctx, object, recordIds, [segment.slug]);
  const differing = recordIds.filter((id) => before.get(id) !== isMember);
  const payload = { segment: segment.slug, source, isMember, reason: reason ?? null };
  const accountOf = (id: string) => (object === "account" ? id : null);
  return {
    segment: segment.slug,
    changes: [
      ...differing.map((id) => ({
        object,
        objectId: id,
        accountId: accountOf(id),
        field: `segmentLink:${segment.slug}`,
        old: before.get(id) ?? null,
        new: isMember,
      })),
      ...crossed.changes,
    ],
    events: [
      ...differing.map((id) => ({
        name: "segment.linked",
        object: "segment",
        objectId: segment.id,
        accountId: accountOf(id),
        payload,
      })),
      ...crossed.events,
    ],
  };
}
