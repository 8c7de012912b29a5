import type { ReviewAgenda, ReviewRegion } from "@perennial/contract";
import { sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { formatAmount, parseAmount } from "../kernel/money.ts";

/** Renewals so near are on the agenda whatever the risk's tier. */
const renewalWithinDays = 60;

type Row = {
  id: string;
  account_id: string;
  account_name: string;
  summary: string;
  tier: string;
  status: string;
  arr_at_risk: string | null;
  is_new: boolean;
  was_escalated: boolean;
  /** ARR at risk at the last review, where it changed since. */
  arr_before: string | null;
  late_asks: number;
  renews_on: string | null;
  left_since: boolean;
};
type Section = ReviewAgenda["sections"][number];

/**
 * What stands on a region's next weekly review: new since the last one, worsened, overdue asks, renewals within 60 days,
 * the other risks of tier 3, and what was saved or lost. Each risk stands once, in the first section it fits.
 */
export async function buildAgenda(db: Db | Tx, ctx: Context, region: string): Promise<ReviewAgenda> {
  const last = await db
    .selectFrom("risk_reviews")
    .select("held_at")
    .where("region", "=", region)
    .orderBy("held_at", "desc")
    .executeTakeFirst();
  const since = last?.held_at ?? null;
  const rows = await readRisks(db, ctx, region, since);
  const underWay = rows.filter((row) => row.status === "open" || row.status === "monitoring");
  const taken = new Set<string>();
  const section = (
    key: Section["key"],
    title: string,
    from: readonly Row[],
    why: (row: Row) => string | null,
  ): Section => {
    const items = from.flatMap((row) => {
      const reason = taken.has(row.id) ? null : why(row);
      if (reason === null) return [];
      taken.add(row.id);
      return [itemOf(row, reason)];
    });
    return { key, title, items };
  };
  const sections = [
    section("new", "New", underWay, (row) =>
      row.is_new && row.tier !== "1" ? "New since the last review" : null,
    ),
    section("worsened", "Worsened", underWay, howWorse),
    section("asks", "Overdue asks", underWay, (row) =>
      row.late_asks > 0 ? `${row.late_asks} ${row.late_asks === 1 ? "ask is" : "asks are"} overdue` : null,
    ),
    section("renewing", `Renewing within ${renewalWithinDays} days`, underWay, (row) =>
      row.renews_on === null ? null : renewsSoon(ctx, row.renews_on),
    ),
    section("standing", "Tier 3 until left", underWay, (row) => (row.tier === "3" ? "Tier 3" : null)),
    section("left", "Saved, lost and withdrawn since the last review", rows, (row) =>
      row.left_since ? `${row.status.charAt(0).toUpperCase()}${row.status.slice(1)}` : null,
    ),
  ];
  const arrAtRisk = formatAmount(underWay.reduce((sum, row) => sum + unitsOf(row.arr_at_risk), 0n));
  return { region, since, sections, arrAtRisk };
}

const unitsOf = (amount: string | null) => parseAmount(amount ?? "0") ?? 0n;

function howWorse({ was_escalated, tier, arr_before, arr_at_risk }: Row): string | null {
  if (was_escalated) return `Moved up to tier ${tier}`;
  if (arr_before === null || arr_at_risk === null || unitsOf(arr_at_risk) <= unitsOf(arr_before)) return null;
  return `ARR at risk rose from ${whole(arr_before)} to ${whole(arr_at_risk)}`;
}

const whole = (amount: string) => Math.round(Number(amount)).toLocaleString("en");

/** Why it is urgent: the term ends soon, or has ended without an outcome. */
function renewsSoon({ today }: Context, date: string): string | null {
  const day = Temporal.PlainDate.from(date);
  if (Temporal.PlainDate.compare(day, today) < 0) return `Was to renew on ${date}, and nothing is decided`;
  const last = today.add({ days: renewalWithinDays });
  return Temporal.PlainDate.compare(day, last) <= 0 ? `Renews on ${date}` : null;
}

function itemOf(row: Row, why: string): Section["items"][number] {
  return {
    riskId: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    summary: row.summary,
    tier: row.tier,
    arrAtRisk: row.arr_at_risk,
    why,
  };
}

async function readRisks(db: Db | Tx, ctx: Context, region: string, since: string | null): Promise<Row[]> {
  const from = since ?? ctx.now.subtract({ hours: 24 * 7 }).toString();
  const today = ctx.today.toString();
  const { rows } = await sql<Row>`
    select r.id, r.account_id, a.name as account_name, r.summary, r.tier, r.status, r.arr_at_risk::text,
           r.raised_at > ${from}::timestamptz as is_new,
           exists (select from history h
                    where h.account_id = r.account_id and h.object = 'risk' and h.object_id = r.id and h.field = 'tier'
                      and h.at > ${from}::timestamptz and h.new #>> '{}' > h.old #>> '{}') as was_escalated,
           (select (array_agg(h.old #>> '{}' order by h.at, h.id))[1] from history h
             where h.account_id = r.account_id and h.object = 'risk' and h.object_id = r.id and h.field = 'arrAtRisk'
               and h.at > ${from}::timestamptz and r.raised_at <= ${from}::timestamptz) as arr_before,
           (select count(*) from risk_asks k
             where k.account_id = r.account_id and k.risk_id = r.id and k.status = 'open' and k.due_on < ${today}::date)::integer as late_asks,
           d.next_renewal_on as renews_on, coalesce(r.left_at > ${from}::timestamptz, false) as left_since
      from risks r join accounts a on a.id = r.account_id left join account_derived d on d.account_id = r.account_id
     where coalesce(a.region, '') = ${region} and a.archived_at is null and r.archived_at is null
       and (r.status in ('open', 'monitoring') or r.left_at > ${from}::timestamptz)
     order by r.arr_at_risk desc nulls last, r.id
  `.execute(db);
  return rows;
}

/** The regions of the accounts there are, with what is under way in each and when it was last reviewed; no region last. */
export async function readRegions(db: Db): Promise<ReviewRegion[]> {
  const { rows } = await sql<ReviewRegion>`
    select g.region, g.accounts,
           (select count(*)::integer from risks r join accounts o on o.id = r.account_id
             where coalesce(o.region, '') = g.region and o.archived_at is null and r.archived_at is null and r.status in ('open', 'monitoring')) as risks,
           (select max(held_at) from risk_reviews v where v.region = g.region) as "lastHeldAt"
      from (select coalesce(region, '') as region, count(*)::integer as accounts
              from accounts where archived_at is null group by 1) g
     order by g.region = '', g.region
  `.execute(db);
  return rows;
}
