import { cadenceSteps, momentText } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { sql } from "kysely";
import { z } from "zod";
import { checkOrder, requestPass } from "../engine/index.ts";
import { command } from "../kernel/command.ts";
import { Problem, problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { contextAsOf, isPast, raiseDefinitionVersion, ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { checkDefiningRule } from "../segments/index.ts";
import { readSteps } from "./cadence-steps.sql.ts";
import { readLadders } from "./read-ladders.ts";
import { readPastLadder } from "./read-past-ladder.ts";
import { refuseDoubles } from "./refuse-doubles.ts";
import { renewalCadenceKey } from "./renewal-standing-node.ts";

export const listCadenceSteps = query({
  name: "renewals.cadence",
  permission: "renewals.read",
  input: z.object({}),
  run: ({ db }) => readSteps(db),
});

/** Sets the ladder, every step with a rule that renewals can be asked. */
export const setCadenceSteps = command({
  name: "renewals.set-cadence",
  permission: "renewals.configure",
  input: cadenceSteps.write.body,
  async run({ app, tx, ctx, input }) {
    refuseDoubles(input.items, "slug");
    const reads: string[][] = [];
    for (const [index, item] of input.items.entries()) {
      try {
        reads.push(await checkDefiningRule(app, tx, item.rule as RuleJson, "renewal"));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const fields = error.fields.map((field) => ({ ...field, path: `items[${index}].rule` }));
        throw problem("invalid-input", `${item.label}: ${error.message}`, { fields });
      }
    }
    const rows = input.items.map((item, position) => ({ ...item, position, reads: reads[position] }));
    await sql`delete from cadence_steps`.execute(tx);
    await sql`
      insert into cadence_steps (slug, touch_model, days_before, counted_to, label, rule, position, reads)
      select slug, "touchModel", "daysBefore", "countedTo", label, rule, position, reads
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r (slug text, "touchModel" text, "daysBefore" integer, "countedTo" text, label text, rule jsonb, position integer,
                 reads text[])
    `.execute(tx);
    await raiseDefinitionVersion(tx);
    await checkOrder(app, tx, "items");
    await requestPass(tx, ctx.now, "The cadence of renewals changed", [renewalCadenceKey]);
    const event = { name: "cadence-steps.changed", object: "definition", objectId: null, accountId: null };
    return { result: await readSteps(tx), events: [event] };
  },
});

/** The ladder of one renewal: each step's day, whether it has come, and whether what it asks is true, or was on a day. */
export const readLadder = query({
  name: "renewals.ladder",
  permission: "renewals.read",
  input: z.object({ id: z.uuid(), asOf: momentText.optional() }),
  async run({ app, db, ctx: asker, input }) {
    const ctx = contextAsOf(asker, input.asOf);
    if (isPast(ctx)) return readPastLadder(app, ctx, input.id);
    const judging = { rules: await ruleCatalogOf(app), env: await ruleEnv(app, ctx), today: ctx.today };
    const ladder = (await readLadders(db, judging, [input.id])).get(input.id);
    if (!ladder) throw problem("not-found", `There is no renewal with the id ${input.id}.`);
    return ladder;
  },
});
