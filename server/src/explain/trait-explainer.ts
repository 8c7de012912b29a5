import type { Explanation, Reason } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import {
  catalogOf,
  checkStoredFormula,
  type Field,
  objectTypeOf,
  readRecords,
  ruleCatalogOf,
} from "../objects/index.ts";
import type { Explainer } from "./explainer.ts";
import { reasonOfFormula } from "./reason-of-formula.ts";

const shownChanges = 10;
type ChangeRow = { old: Json; new: Json; at: string; actor_name: string; command: string };

/** A trait's value: who set it, when, and what it was before; of a calculated one, what it is made of. */
export const traitExplainer: Explainer = {
  prefix: "trait",
  async explain({ app, ctx, accountId, name }) {
    const catalog = await catalogOf(app);
    const slug = `trait:${name}`;
    const field = catalog.fieldsOf("account").get(slug);
    if (!field) throw problem("not-found", `Accounts have no trait “${name}”.`);
    const [account] = await readRecords(app.db, catalog, objectTypeOf(catalog, "account"), [accountId]);
    if (!account) throw problem("not-found", `There is no account with the id ${accountId}.`);
    const value = account.values[slug] ?? null;
    const { rows } = await sql<ChangeRow>`
      select old, new, at, actor_name, command from history
       where account_id = ${accountId} and object = 'account' and object_id = ${accountId} and field = ${slug}
       order by at desc, id desc limit ${shownChanges}
    `.execute(app.db);
    if (field.formula !== undefined) return explainCalculated(app, ctx, field, accountId, rows);
    const [last] = rows;
    const since = last ? `set by ${last.actor_name}` : "never set";
    return {
      summary: `${field.label}: ${value === null ? "missing" : JSON.stringify(value)}, ${since}`,
      value,
      reason: {
        label: field.label,
        seen: value,
        note: since,
        children: rows.map(changeOf),
      },
    };
  },
};

function changeOf(row: ChangeRow): Reason {
  return {
    label: `Set by ${row.actor_name}`,
    seen: row.new,
    asked: row.old,
    note: `${row.at} · ${row.command}`,
  };
}

async function explainCalculated(
  app: App,
  ctx: Context,
  field: Field,
  accountId: string,
  changes: readonly ChangeRow[],
): Promise<Omit<Explanation, "of">> {
  const text = field.formula ?? "";
  const checked = checkStoredFormula(await ruleCatalogOf(app), "account", text);
  if ("problems" in checked) {
    const [first] = checked.problems;
    const summary = `${field.label} keeps its last value: its formula no longer holds. ${first?.message ?? ""}`;
    return { summary, value: null, reason: { label: text, note: summary } };
  }
  const { value, reason } = await reasonOfFormula(app, ctx, checked.formula, field.type, accountId);
  const history: Reason[] =
    changes.length === 0 ? [] : [{ label: "Its last changes", children: changes.map(changeOf) }];
  return {
    summary: `${field.label}: ${value === null ? "missing" : String(value)}, by its formula ${text}`,
    value,
    reason: { ...reason, children: [...(reason.children ?? []), ...history] },
  };
}
