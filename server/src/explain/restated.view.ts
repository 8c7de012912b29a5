import { getAccountRestated as endpoint } from "@perennial/contract";
import { sql } from "kysely";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { contributions } from "../kernel/slice.ts";
import { contextAsOf, isPast } from "../objects/index.ts";

/** Which figures of an account facts that came late have changed, as of a day that is over. */
export const readRestated = query({
  name: "accounts.restated",
  permission: "accounts.read",
  input: endpoint.params.extend(endpoint.query.shape),
  async run({ app, db, ctx, input: { id, asOf } }) {
    const { rows } = await sql`select from accounts where id = ${id}::uuid`.execute(db);
    if (rows.length === 0) throw problem("not-found", `There is no account with the id ${id}.`);
    const then = contextAsOf(ctx, asOf);
    const sources = isPast(then) ? contributions(app, "restatedSources") : [];
    const found = await Promise.all(
      sources.map((tell) => tell({ app, ctx: { ...then, asOf: then.now }, accountId: id })),
    );
    return {
      asOf: then.now.toString(),
      items: found.flatMap(({ figures }) => figures),
      notes: found.flatMap(({ notes }) => notes),
    };
  },
});
