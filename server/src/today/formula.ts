import {
  formulaSchema,
  type PriorityFormula,
  putTodayFormula as putEndpoint,
  type WorkItem,
} from "@perennial/contract";
import { daysBetween } from "../kernel/calendar.ts";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";

/** How work is ranked until a company says otherwise. */
export const usualFormula: PriorityFormula = {
  chances: {
    indicatorHigh: 0.3,
    indicatorMedium: 0.15,
    indicatorLow: 0.05,
    risk: 0.35,
    renewal: 0.25,
    conversation: 0.15,
    meeting: 0.2,
    task: 0.1,
  },
  urgency: { overdue: 1.5, today: 1.2, week: 0.8, later: 0.4, laterDays: 30 },
  arrFloor: 5_000,
};

/** The formula in force. */
export async function readFormula(db: Db | Tx): Promise<PriorityFormula> {
  const row = await db.selectFrom("today_settings").select("formula").executeTakeFirst();
  return row ? formulaSchema.parse(row.formula) : usualFormula;
}

export const writeFormula = command({
  name: "today.write-formula",
  permission: "today.configure",
  input: putEndpoint.body,
  async run({ tx, input }) {
    const before = await readFormula(tx);
    const formula = JSON.stringify(input);
    await tx
      .insertInto("today_settings")
      .values({ id: 1, formula })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ formula }))
      .execute();
    const event = {
      name: "today.formula-changed",
      object: "today",
      objectId: null,
      accountId: null,
      payload: { before, after: input },
    };
    return { result: input, events: [event] };
  },
});

/** Work before it is ranked. `arr` is the account's, in the reporting currency; null where it has none. */
export type Waiting = Omit<WorkItem, "arrAtStake" | "chance" | "urgency" | "priority"> & {
  arr: string | null;
  severity: "low" | "medium" | "high" | null;
};

/** Priority = ARR at stake × chance that acting now changes the outcome × urgency (spec 3, “Today”). */
export function ranked(formula: PriorityFormula, today: Temporal.PlainDate, waiting: Waiting): WorkItem {
  const { arr, severity, ...item } = waiting;
  const atStake = Math.max(Number(arr ?? 0), formula.arrFloor);
  const chance = chanceOf(formula, waiting.kind, severity);
  const urgency = urgencyOf(formula, today, waiting.dueOn);
  return {
    ...item,
    arrAtStake: atStake.toFixed(2),
    chance,
    urgency,
    priority: Math.round(atStake * chance * urgency),
  };
}

function chanceOf(
  { chances }: PriorityFormula,
  kind: WorkItem["kind"],
  severity: Waiting["severity"],
): number {
  if (kind !== "indicator") return chances[kind];
  return { high: chances.indicatorHigh, medium: chances.indicatorMedium, low: chances.indicatorLow }[
    severity ?? "low"
  ];
}

const weekDays = 7;

/** What has no day waits like what is due in a week. What is due falls evenly from today's factor to the later ones. */
function urgencyOf({ urgency }: PriorityFormula, today: Temporal.PlainDate, dueOn: string | null): number {
  if (dueOn === null) return urgency.week;
  const days = daysBetween(today, Temporal.PlainDate.from(dueOn));
  if (days < 0) return urgency.overdue;
  if (days <= weekDays) return between(urgency.today, urgency.week, days / weekDays);
  const span = urgency.laterDays - weekDays;
  return between(urgency.week, urgency.later, Math.min(1, (days - weekDays) / span));
}

/** Two decimals, as it is shown: the priority is the product of what stands there. */
function between(from: number, to: number, share: number): number {
  return Math.round((from + (to - from) * share) * 100) / 100;
}
