import { type RawBuilder, sql } from "kysely";
import type { Change } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { isId } from "../kernel/ids.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { notify, type Told } from "../notifications/index.ts";

/** From so many on, what one person is given at once is told in one sentence. */
const toldTogetherFrom = 4;

type Given = { plural: string; field: string; titles: (ids: readonly string[]) => RawBuilder<Row> };
type Row = { id: string; title: string; href: string };

/** Work that can be given to somebody, and how its records are named; risks and indicators tell of themselves. */
const givenWork: Readonly<Record<string, Given>> = {
  task: {
    plural: "tasks",
    field: "assigneeId",
    titles: (ids) => sql`
      select t.id, t.title, case when t.account_id is null then '/tasks' else '/accounts/' || t.account_id end as href
        from tasks t where t.id = any(${[...ids]}::uuid[])`,
  },
  renewal: {
    plural: "renewals",
    field: "ownerId",
    titles: (ids) => sql`
      select r.id, 'Renewal of ' || a.name as title, '/renewals/' || r.id as href
        from renewals r join accounts a on a.id = r.account_id where r.id = any(${[...ids]}::uuid[])`,
  },
  conversation: {
    plural: "conversations",
    field: "ownerId",
    titles: (ids) => sql`
      select c.id, c.subject as title, '/conversations/' || c.id as href
        from conversations c where c.id = any(${[...ids]}::uuid[])`,
  },
  meeting: {
    plural: "meetings",
    field: "authorId",
    titles: (ids) => sql`
      select m.id, coalesce(m.subject, 'Meeting with ' || a.name) as title, '/accounts/' || m.account_id as href
        from meetings m join accounts a on a.id = m.account_id where m.id = any(${[...ids]}::uuid[])`,
  },
};

/**
 * Tells people what another person or a playbook gives them. What the product itself assigns (a renewal that follows its
 * account's key role) and what is imported is no news to anybody.
 */
export const tellGiven: AfterCommand = async (tx, ctx, { changes, isDerived }, app) => {
  if (isDerived || (ctx.actor.kind !== "teammate" && ctx.actor.kind !== "playbook")) return;
  for (const [object, work] of Object.entries(givenWork)) {
    const given = changes.filter(
      (change) =>
        change.object === object &&
        change.field === work.field &&
        isId(String(change.new)) &&
        change.new !== change.old,
    );
    if (given.length > 0) await notify(app, tx, ctx, await toldOf(tx, ctx, object, work, given));
  }
};

async function toldOf(
  tx: Tx,
  ctx: Context,
  object: string,
  { plural, titles }: Given,
  given: readonly Change[],
): Promise<Told[]> {
  const { rows } = await titles(given.map(({ objectId }) => objectId)).execute(tx);
  const named = new Map(rows.map((row) => [row.id, row]));
  return [...Map.groupBy(given, (change) => String(change.new))].flatMap(([teammateId, own]): Told[] => {
    const records = own.flatMap(({ objectId }) => named.get(objectId) ?? []);
    const [first] = records;
    if (!first) return [];
    const told = { teammateId, kind: "assignment" as const, cause: causeOf(ctx, object, first) };
    if (records.length < toldTogetherFrom)
      return records.map((each) => ({
        ...told,
        cause: causeOf(ctx, object, each, records.length > 1),
        title: `${ctx.actor.name} gives you: ${each.title}`,
        href: each.href,
      }));
    const title = `${ctx.actor.name} gives you ${records.length} ${plural}`;
    const body = records.slice(0, 5).map((each) => each.title);
    return [
      { ...told, title, body: [...body, ...(records.length > 5 ? ["…"] : [])].join("\n"), href: "/today" },
    ];
  });
}

/** One thing that a person's request gives away; whoever told of it in other words beforehand used the same cause. */
export function causeOfGiven(ctx: Context, object: string): string {
  return `given:${object}:${ctx.requestId}`;
}

function causeOf(ctx: Context, object: string, { id }: Row, isOneOfSeveral = false): string {
  const isAlone = ctx.actor.kind === "teammate" && !isOneOfSeveral;
  return isAlone ? causeOfGiven(ctx, object) : `${causeOfGiven(ctx, object)}:${id}`;
}
