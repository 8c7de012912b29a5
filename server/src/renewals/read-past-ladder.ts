import type { RuleJson } from "@perennial/rules";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { Problem, problem } from "../kernel/errors.ts";
import {
  catalogOf,
  derivedJoin,
  objectTypeOf,
  type PastContext,
  readAsOf,
  ruleCatalogOf,
  ruleEnv,
  ruleExpression,
  tablesAsOf,
} from "../objects/index.ts";
import { checkStoredRule } from "../segments/index.ts";
import { type CadenceStep, readSteps } from "./cadence-steps.sql.ts";
import { type Ladder, ladderOf } from "./read-ladders.ts";
import { renewalType } from "./renewal-type.ts";

/**
 * Where a renewal stood on its cadence when a day was over: by the steps as they are set now, since no former ones are kept,
 * each asked of the records as they were. A step that asks what is not kept of that day is not known.
 */
export async function readPastLadder(app: App, ctx: PastContext, id: string): Promise<Ladder> {
  const catalog = await catalogOf(app);
  const [renewal] = await readAsOf(app, ctx, catalog, renewalType, [id]);
  if (!renewal?.accountId)
    throw problem("not-found", `There was no renewal with the id ${id} on ${ctx.today}.`);
  const [account] = await readAsOf(app, ctx, catalog, objectTypeOf(catalog, "account"), [renewal.accountId]);
  const steps: { step: CadenceStep; isMet: boolean | null }[] = [];
  for (const step of await readSteps(app.db)) steps.push({ step, isMet: await wasMet(app, ctx, step, id) });
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  const { dueOn, noticeDeadlineOn, outcome } = renewal.values;
  return ladderOf(
    {
      due_on: String(dueOn),
      notice_deadline_on: text(noticeDeadlineOn),
      outcome: text(outcome),
      touch_model: text(account?.values.touchModel),
    },
    steps,
    ctx.today,
  );
}

/** Whether what a step asks was true of a renewal; null where that is not kept. */
async function wasMet(
  app: App,
  ctx: PastContext,
  { rule }: CadenceStep,
  id: string,
): Promise<boolean | null> {
  const checked = checkStoredRule(await ruleCatalogOf(app), rule as RuleJson, "renewal");
  // As of now: a step that asks what can no longer be asked holds nobody up.
  if (!("rule" in checked)) return true;
  try {
    const tables = await tablesAsOf(app, ctx, await catalogOf(app), renewalType, {
      filter: checked.rule,
      ids: [id],
    });
    const { rows } = await sql<{ met: boolean | null }>`
      ${tables.before ?? sql``}
      select ${ruleExpression(checked.rule, await ruleEnv(app, ctx))} as met
        from ${tables.record} r${derivedJoin(renewalType, tables)} where r.id = ${id}::uuid`.execute(app.db);
    return rows[0]?.met === true;
  } catch (error) {
    if (error instanceof Problem && error.code === "invalid-input") return null;
    throw error;
  }
}
