import { sql } from "kysely";
import { addAdjustment, quarterOf, reportForecast, reverseAdjustment, setTarget } from "../forecast/index.ts";
import { systemContext } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { formatAmount, parseAmount } from "../kernel/money.ts";
import { ask } from "../kernel/query.ts";
import type { Loading } from "./loading.ts";

/** Share of what is due that a quarter aims to retain, and to what the target is rounded, in 1/10,000. */
const aim = 93n;
const step = 1_000n * 10_000n;

/** How many quarters have targets, before and after the current one. */
const [before, after] = [4, 2];

type Told = {
  /** Of the teammates of the world; none for the company. */
  manager: string | null;
  quarter: 0 | 1;
  daysAgo: number;
  amountArr: string;
  reason: string;
  takenBack?: string;
};

/** What managers put beside the sums: judgement with its reason, one entry of it taken back. */
const told: readonly Told[] = [
  {
    manager: "emea",
    quarter: 0,
    daysAgo: 24,
    amountArr: "-30000",
    reason: "Procurement of two accounts closes for the holidays; half of it slips",
  },
  {
    manager: "amer",
    quarter: 0,
    daysAgo: 17,
    amountArr: "18000",
    reason: "Verbal yes to more seats, not in the forecast yet",
    takenBack: "It is in the forecast of the renewal now",
  },
  {
    manager: null,
    quarter: 0,
    daysAgo: 6,
    amountArr: "-20000",
    reason: "What usually slips in the last month",
  },
  {
    manager: "amer",
    quarter: 1,
    daysAgo: 10,
    amountArr: "-45000",
    reason: "The largest account reorganises; too early to lower its forecast",
  },
];

/** Gives quarters of the sample company targets, set as they would be two weeks before each begins, and adjustments. */
export async function loadForecast(loading: Loading, teammates: ReadonlyMap<string, string>): Promise<void> {
  const { app, world } = loading;
  const ctx = await systemContext(app, "sample company");
  const { fiscalYearStartMonth } = await app.company();
  const quarterAt = (offset: number) =>
    quarterOf(world.today.add({ months: 3 * offset }), fiscalYearStartMonth);
  for (let offset = -before; offset <= after; offset += 1) {
    const period = quarterAt(offset);
    const { rows } = await ask(app, ctx, reportForecast, { period: period.name });
    const on = await loading.contextOn(period.from.subtract({ days: 14 }));
    const aimOf = (due: string) => (((parseAmount(due) ?? 0n) * aim) / 100n / step) * step;
    const regions = rows.filter(({ level }) => level === "region");
    const whole = regions.reduce((sum, { dueArr }) => sum + aimOf(dueArr), 0n);
    const targets = [
      { level: "company", amount: whole },
      ...rows
        .filter(({ level }) => level === "region" || level === "manager")
        .map(({ key, dueArr }) => ({ level: key, amount: aimOf(dueArr) })),
    ].filter(({ amount }) => amount > 0n);
    for (const { level, amount } of targets) {
      const targetArr = formatAmount(amount);
      await execute(app, on, setTarget, { period: period.name, level, targetArr });
    }
    await loading.count(targets.length, "targets");
  }
  for (const { manager, quarter, daysAgo, amountArr, reason, takenBack } of told) {
    const id = manager === null ? undefined : teammates.get(manager);
    if (manager !== null && id === undefined) continue;
    const entry = await execute(
      app,
      await loading.contextOn(world.today.subtract({ days: daysAgo })),
      addAdjustment,
      { period: quarterAt(quarter).name, level: id ? `manager:${id}` : "company", amountArr, reason },
    );
    if (!takenBack) continue;
    const later = await loading.contextOn(world.today.subtract({ days: daysAgo - 5 }));
    await execute(app, later, reverseAdjustment, { id: entry.id, reason: takenBack });
  }
}

/** Takes away what {@link loadForecast} brought, and what takes an entry of it back. */
export async function forgetForecast(tx: Tx): Promise<void> {
  const own = sql`actor_kind = 'system' and actor_id = 'sample company'`;
  await sql`
    delete from forecast_adjustments
     where (${own}) or reverses_id in (select id from forecast_adjustments where ${own})
  `.execute(tx);
  await sql`delete from forecast_targets where ${own}`.execute(tx);
}
