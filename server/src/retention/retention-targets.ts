import { putRetentionTargets, type RetentionTarget } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { command, type Json } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { noAccount } from "../kernel/ids.ts";
import { query } from "../kernel/query.ts";
import { catalogOf } from "../objects/index.ts";

/** No field and no value: the target of the whole company. */
async function readTargets(db: Db | Tx): Promise<RetentionTarget[]> {
  const { rows } = await sql<RetentionTarget>`
    select nullif(field, '') as "groupBy", nullif(value, '') as "group", measure, good::float8 as good, great::float8 as great
      from retention_targets order by field, value, measure
  `.execute(db);
  return rows;
}

export const listRetentionTargets = query({
  name: "retention.targets",
  permission: "retention.read",
  input: z.object({}),
  run: ({ db }) => readTargets(db),
});

/** Puts these targets in the place of all there are. */
export const setRetentionTargets = command({
  name: "retention.set-targets",
  permission: "retention.write",
  input: putRetentionTargets.body,
  async run({ app, tx, input }) {
    const fields = (await catalogOf(app, tx)).fieldsOf("account");
    const wrong = input.items.flatMap((target, at) =>
      problemsOf(target, `items[${at}]`, (slug) => fields.has(slug)),
    );
    const keys = input.items.map(({ groupBy, group, measure }) => JSON.stringify([groupBy, group, measure]));
    const repeated = keys.flatMap((key, at) =>
      keys.indexOf(key) === at ? [] : [{ path: `items[${at}]`, message: "stands there twice" }],
    );
    if (wrong.length + repeated.length > 0) {
      throw problem("invalid-input", "Some targets cannot be kept.", { fields: [...wrong, ...repeated] });
    }
    const old = await readTargets(tx);
    await sql`delete from retention_targets`.execute(tx);
    await sql`
      insert into retention_targets (field, value, measure, good, great)
      select coalesce("groupBy", ''), coalesce("group", ''), measure, good, great
        from jsonb_to_recordset(${JSON.stringify(input.items)}::jsonb)
             as t ("groupBy" text, "group" text, measure text, good numeric, great numeric)
    `.execute(tx);
    const result = await readTargets(tx);
    const subject = { object: "retention-target", objectId: noAccount, accountId: null };
    return {
      result,
      changes: [{ ...subject, field: "targets", old: old as Json, new: result as Json }],
      events: [{ ...subject, name: "retention-targets.changed" }],
    };
  },
});

function problemsOf(target: RetentionTarget, path: string, isField: (slug: string) => boolean) {
  const found: { path: string; message: string }[] = [];
  if (target.great < target.good) found.push({ path: `${path}.great`, message: "below good" });
  if ((target.groupBy === null) !== (target.group === null)) {
    found.push({ path: `${path}.group`, message: "a field and one of its values go together" });
  }
  if (target.groupBy !== null && !isField(target.groupBy)) {
    found.push({ path: `${path}.groupBy`, message: `“${target.groupBy}” is not a field of accounts` });
  }
  return found;
}
