import type { PlaybookDefinition, playbooks } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { App } from "../kernel/app.ts";
import { assertPermitted } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { definitionOf, readPlaybook } from "./definition.sql.ts";
import { leftOutCondition } from "./left-out.ts";
import { triggerKindOf } from "./triggers/index.ts";
import { whyNotEnrolled } from "./why-not.ts";

type Matches = z.input<typeof playbooks.matches.response>;

/** The accounts that match a trigger now, those left alone not among them, by id. */
export async function matchingAccounts(
  app: App,
  db: Db | Tx,
  ctx: Context,
  definition: PlaybookDefinition,
): Promise<string[]> {
  const holds = await conditionOf(app, db, ctx, definition);
  if (!holds) return [];
  const leftOut = await leftOutCondition(app, db, definition);
  const { rows } = await sql<{ id: string }>`
    select r.id from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.archived_at is null and ${holds} and not ${leftOut} order by r.id
  `.execute(db);
  return rows.map((row) => row.id);
}

/** Who matches now, a page of them, and how many would be enrolled. */
export async function listMatches(
  app: App,
  ctx: Context,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string | undefined },
): Promise<Matches> {
  assertPermitted(ctx, "playbooks.read");
  const playbook = await readPlaybook(app.db, id);
  const definition = await definitionOf(app, app.db, playbook);
  const holds = await conditionOf(app, app.db, ctx, definition);
  const nobody = { items: [], nextCursor: null, count: 0, enrolCount: 0, leftOutCount: 0 };
  if (!holds) return nobody;
  const leftOut = await leftOutCondition(app, app.db, definition);
  const { rows: counts } = await sql<{ matching: number; left_out: number }>`
    select count(*) filter (where not ${leftOut}) as matching, count(*) filter (where ${leftOut}) as left_out
      from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.archived_at is null and ${holds}
  `.execute(app.db);
  const all = await matchingAccounts(app, app.db, ctx, definition);
  const whyNot = await whyNotEnrolled(app, app.db, ctx, playbook, definition, all);
  const after = cursor === undefined ? all : all.filter((one) => one > cursor);
  const ids = after.slice(0, limit);
  const names = await app.db
    .selectFrom("accounts")
    .select(["id", "name"])
    .where("id", "in", ids.length > 0 ? ids : [id])
    .execute();
  const nameOf = new Map(names.map((row) => [row.id, row.name]));
  return {
    items: ids.map((one) => ({ id: one, name: nameOf.get(one) ?? "", canEnrol: !whyNot.has(one) })),
    nextCursor: after.length > limit ? (ids.at(-1) ?? null) : null,
    count: Number(counts[0]?.matching ?? 0),
    enrolCount: all.length - whyNot.size,
    leftOutCount: Number(counts[0]?.left_out ?? 0),
  };
}

async function conditionOf(
  app: App,
  db: Db | Tx,
  ctx: Context,
  { trigger }: PlaybookDefinition,
): Promise<RawBuilder<boolean | null> | null> {
  return triggerKindOf(trigger).matching({ app, db, ctx, settings: trigger });
}
