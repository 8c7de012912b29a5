import { sql } from "kysely";
import type { Json } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf, objectTypeOf, readRecords } from "../objects/index.ts";
import type { Explainer } from "./explainer.ts";

const shownChanges = 10;

/** A trait's value: who set it, when, and what it was before. */
export const traitExplainer: Explainer = {
  prefix: "trait",
  async explain({ app, accountId, name }) {
    const catalog = await catalogOf(app);
    const slug = `trait:${name}`;
    const field = catalog.fieldsOf("account").get(slug);
    if (!field) throw problem("not-found", `Accounts have no trait “${name}”.`);
    const [account] = await readRecords(app.db, catalog, objectTypeOf(catalog, "account"), [accountId]);
    if (!account) throw problem("not-found", `There is no account with the id ${accountId}.`);
    const value = account.values[slug] ?? null;
    const { rows } = await sql<{ old: Json; new: Json; at: string; actor_name: string; command: string }>`
      select old, new, at, actor_name, command from history
       where account_id = ${accountId} and object = 'account' and object_id = ${accountId} and field = ${slug}
       order by at desc, id desc limit ${shownChanges}
    `.execute(app.db);
    const [last] = rows;
    const since = last ? `set by ${last.actor_name}` : "never set";
    return {
      summary: `${field.label}: ${value === null ? "missing" : JSON.stringify(value)}, ${since}`,
      value,
      reason: {
        label: field.label,
        seen: value,
        note: since,
        children: rows.map((row) => ({
          label: `Set by ${row.actor_name}`,
          seen: row.new,
          asked: row.old,
          note: `${row.at} · ${row.command}`,
        })),
      },
    };
  },
};
