import type { Env, Catalog as RuleCatalog, RuleJson } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { derivedJoin, ruleExpression } from "../objects/index.ts";
import { checkStoredRule } from "../segments/index.ts";
import { type CadenceStep, readSteps } from "./cadence-steps.sql.ts";
import { renewalType } from "./renewal-type.ts";
import { daysLate } from "./timing.ts";

/** Where a renewal stands on its cadence; behind by the days since the first step that should be true and is not. */
export type Ladder = {
  standing: "on-track" | "behind" | "closed";
  daysBehind: number;
  /** `isMet` is null where it is not kept what an earlier day would tell. */
  steps: { slug: string; label: string; dueOn: string; isDue: boolean; isMet: boolean | null }[];
};

/** What places a renewal on its cadence. */
export type LadderFacts = {
  due_on: string;
  notice_deadline_on: string | null;
  outcome: string | null;
  touch_model: string | null;
};
type Row = LadderFacts & {
  id: string;
  /** Whether each step's rule is true of it, in the order of the steps. */
  met: (boolean | null)[];
};

/** What the rules of steps are asked with: what may be asked, and of which day. */
type Judging = { rules: RuleCatalog; env: Env; today: Temporal.PlainDate };

/** The ladders of these renewals, by their ids: every step's rule is asked of all of them at once. */
export async function readLadders(
  db: Db | Tx,
  judging: Judging,
  ids: readonly string[],
): Promise<Map<string, Ladder>> {
  const steps = await readSteps(db);
  const rules = steps.map((step) => isMet(step, judging));
  const { rows } = await sql<Row>`
    select r.id, r.due_on, r.notice_deadline_on, r.outcome,
           (select touch_model from accounts a where a.id = r.account_id) as touch_model,
           array[${rules.length === 0 ? sql`` : sql.join(rules)}]::boolean[] as met
      from renewals r${derivedJoin(renewalType)}
     where r.id = any(${[...ids]}::uuid[]) and r.archived_at is null
  `.execute(db);
  return new Map(
    rows.map((row) => [
      row.id,
      ladderOf(
        row,
        steps.map((step, at) => ({ step, isMet: row.met[at] === true })),
        judging.today,
      ),
    ]),
  );
}

/** A step that asks what can no longer be asked holds nobody up. */
function isMet({ rule }: CadenceStep, { rules, env }: Judging): RawBuilder<boolean | null> {
  const checked = checkStoredRule(rules, rule as RuleJson, "renewal");
  return "rule" in checked ? ruleExpression(checked.rule, env) : sql`true`;
}

/** The steps that are the renewal's, by its account's touch model, with their days; and where that leaves it. */
export function ladderOf(
  renewal: LadderFacts,
  steps: readonly { step: CadenceStep; isMet: boolean | null }[],
  today: Temporal.PlainDate,
): Ladder {
  const all = steps.map(({ step, isMet }) => {
    const dueOn = stepDate(renewal, step);
    return { step, dueOn, isDue: dueOn <= today.toString(), isMet };
  });
  const own = all.filter(({ step }) => step.touchModel !== null && step.touchModel === renewal.touch_model);
  const ladder = own.length > 0 ? own : all.filter(({ step }) => step.touchModel === null);
  const shown = ladder.map(({ step: { slug, label }, ...rest }) => ({ slug, label, ...rest }));
  if (renewal.outcome !== null) return { standing: "closed", daysBehind: 0, steps: shown };
  const missed = shown.filter((step) => step.isDue && step.isMet === false);
  const daysBehind = Math.max(
    0,
    ...missed.map(({ dueOn }) => daysLate(Temporal.PlainDate.from(dueOn), today)),
  );
  return { standing: daysBehind > 0 ? "behind" : "on-track", daysBehind, steps: shown };
}

function stepDate(renewal: LadderFacts, step: CadenceStep): string {
  const anchor =
    step.countedTo === "notice-deadline" ? (renewal.notice_deadline_on ?? renewal.due_on) : renewal.due_on;
  return Temporal.PlainDate.from(anchor).subtract({ days: step.daysBefore }).toString();
}
