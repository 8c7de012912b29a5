import { cadenceSteps } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { Problem, problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { derivedJoin, parseRuleFor, ruleEnv, ruleExpression } from "../objects/index.ts";
import { renewalType } from "./renewal-type.ts";
import { daysLate } from "./timing.ts";

type Step = z.output<typeof cadenceSteps.write.body>["items"][number];

async function readSteps(db: Db | Tx): Promise<Step[]> {
  const { rows } = await sql<Step>`
    select slug, touch_model as "touchModel", days_before as "daysBefore", counted_to as "countedTo", label, rule
      from cadence_steps order by touch_model nulls first, position
  `.execute(db);
  return rows;
}

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
  async run({ app, tx, input }) {
    for (const [index, item] of input.items.entries()) {
      try {
        await parseRuleFor(app, tx, "renewal", item.rule);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const fields = error.fields.map((field) => ({ ...field, path: `items[${index}].rule` }));
        throw problem("invalid-input", `${item.label}: ${error.message}`, { fields });
      }
    }
    const rows = input.items.map((item, position) => ({ ...item, position }));
    await sql`delete from cadence_steps`.execute(tx);
    await sql`
      insert into cadence_steps (slug, touch_model, days_before, counted_to, label, rule, position)
      select slug, "touchModel", "daysBefore", "countedTo", label, rule, position
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r (slug text, "touchModel" text, "daysBefore" integer, "countedTo" text, label text, rule jsonb, position integer)
    `.execute(tx);
    const event = { name: "cadence-steps.changed", object: "definition", objectId: null, accountId: null };
    return { result: await readSteps(tx), events: [event] };
  },
});

type Standing = {
  due_on: string;
  notice_deadline_on: string | null;
  outcome: string | null;
  touch_model: string | null;
};

/** The ladder of one renewal: each step's day, whether it has come, and whether what it asks is true. */
export const readLadder = query({
  name: "renewals.ladder",
  permission: "renewals.read",
  input: z.object({ id: z.uuid() }),
  async run({ app, db, ctx, input }) {
    const { rows } = await sql<Standing>`
      select r.due_on, r.notice_deadline_on, r.outcome, a.touch_model
        from renewals r join accounts a on a.id = r.account_id where r.id = ${input.id} and r.archived_at is null
    `.execute(db);
    const renewal = rows[0];
    if (!renewal) throw problem("not-found", `There is no renewal with the id ${input.id}.`);
    const all = await readSteps(db);
    const own = all.filter((step) => step.touchModel !== null && step.touchModel === renewal.touch_model);
    const steps = own.length > 0 ? own : all.filter((step) => step.touchModel === null);
    const env = await ruleEnv(app, ctx);
    const met = await Promise.all(
      steps.map(async (step) => {
        const expression = ruleExpression(await parseRuleFor(app, db, "renewal", step.rule), env);
        const answer = await sql<{ met: boolean | null }>`
          select ${expression} as met from renewals r${derivedJoin(renewalType)} where r.id = ${input.id}
        `.execute(db);
        return answer.rows[0]?.met === true;
      }),
    );
    const ladder = steps.map((step, index) => {
      const dueOn = stepDate(renewal, step);
      return {
        slug: step.slug,
        label: step.label,
        dueOn,
        isDue: dueOn <= ctx.today.toString(),
        isMet: met[index] ?? false,
      };
    });
    return { ...standingOf(renewal, ladder, ctx.today), steps: ladder };
  },
});

function stepDate(renewal: Standing, step: Step): string {
  const anchor =
    step.countedTo === "notice-deadline" ? (renewal.notice_deadline_on ?? renewal.due_on) : renewal.due_on;
  return Temporal.PlainDate.from(anchor).subtract({ days: step.daysBefore }).toString();
}

function standingOf(
  renewal: Standing,
  steps: readonly { dueOn: string; isDue: boolean; isMet: boolean }[],
  today: Temporal.PlainDate,
): { standing: "on-track" | "behind" | "closed"; daysBehind: number } {
  if (renewal.outcome !== null) return { standing: "closed", daysBehind: 0 };
  const missed = steps.filter((step) => step.isDue && !step.isMet).map((step) => step.dueOn);
  const days = missed.map((dueOn) => daysLate(Temporal.PlainDate.from(dueOn), today));
  const daysBehind = Math.max(0, ...days);
  return { standing: daysBehind > 0 ? "behind" : "on-track", daysBehind };
}
