import { previewTrait as endpoint, type TraitPreview } from "@perennial/contract";
import {
  checkFormula,
  type Formula,
  type FormulaProblem,
  fieldsRead,
  formulaUsesClock,
} from "@perennial/rules";
import { sql } from "kysely";
import { distributionOf } from "../accounts/index.ts";
import { circleThrough } from "../engine/index.ts";
import { reasonOfFormula } from "../explain/index.ts";
import type { App } from "../kernel/app.ts";
import type { Db } from "../kernel/db.ts";
import { query } from "../kernel/query.ts";
import { formulaExpression, ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { typeOfFormula } from "../traits/index.ts";

/** A formula checked, worked out for one account and spread over all, before anything is stored. */
export const previewTrait = query({
  name: "traits.preview",
  permission: "traits.read",
  input: endpoint.body,
  async run({ app, db, ctx, input }): Promise<TraitPreview> {
    const checked = checkFormula(input.formula, await ruleCatalogOf(app), "account");
    if ("problems" in checked) return refused(checked.problems);
    const { formula } = checked;
    const type = typeOfFormula(formula, input.type);
    if (type === undefined) {
      const message = `This gives ${typeOfFormula(formula, undefined)}, which a trait of the type ${input.type} cannot hold.`;
      return refused([{ from: 0, to: input.formula.length, message }]);
    }
    const circle = input.slug === undefined ? undefined : await circleOf(app, formula, input.slug);
    if (circle !== undefined) return refused([circle]);
    const accountId = input.accountId ?? (await firstAccount(db));
    const explained =
      accountId === undefined ? undefined : await reasonOfFormula(app, ctx, formula, type, accountId);
    return {
      problems: [],
      type,
      usesClock: formulaUsesClock(formula),
      record: accountId === undefined || explained === undefined ? null : { accountId, ...explained },
      distribution: await distributionOf(
        db,
        sql`select ${formulaExpression(formula, await ruleEnv(app, ctx), type)} as v
              from accounts r join account_derived r_d on r_d.account_id = r.id where r.archived_at is null`,
        type,
      ),
    };
  },
});

const refused = (problems: readonly FormulaProblem[]): TraitPreview => ({
  problems: [...problems],
  type: null,
  usesClock: false,
  record: null,
  distribution: null,
});

/** The loop that the trait would close, at the name that leads into it. */
async function circleOf(app: App, formula: Formula, slug: string): Promise<FormulaProblem | undefined> {
  const read = fieldsRead(formula);
  const circle = await circleThrough(
    app,
    app.db,
    `trait:${slug}`,
    read.map((field) => field.slug),
  );
  if (circle === undefined) return undefined;
  const message = `This would read itself: ${circle.labels.join(" → ")}.`;
  const place = read.find((field) => circle.slugs.includes(field.slug));
  return { from: place?.from ?? 0, to: place?.to ?? formula.text.length, message };
}

async function firstAccount(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from accounts where archived_at is null order by lower(name), id limit 1
  `.execute(db);
  return rows[0]?.id;
}
