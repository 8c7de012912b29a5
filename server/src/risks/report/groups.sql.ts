import type { RiskReport } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../../kernel/app.ts";
import type { Context } from "../../kernel/context.ts";
import type { Db } from "../../kernel/db.ts";
import { catalogOf } from "../../objects/index.ts";
import { type Grouping, ruleOfAge, ruleOfFinder, ruleOfGroup, ruleOfMonth } from "./drill-rules.ts";

type Group = RiskReport["byTier"][number];

/** Risks `r` of accounts `a` that are open or watched. */
export const isUnderWay = sql`r.status in ('open', 'monitoring') and r.archived_at is null and a.archived_at is null`;

/** The largest first. */
const counted = sql`count(*)::integer as count, coalesce(sum(r.arr_at_risk), 0)::text as arr`;
const largestFirst = sql`order by sum(r.arr_at_risk) desc nulls last, 1`;

export async function readGroups(db: Db): Promise<Pick<RiskReport, "byRootCause" | "byTier" | "byRegion">> {
  const [byRootCause, byTier, byRegion] = await Promise.all([
    grouped(db, "rootCause", sql`r.root_cause`, sql`coalesce(c.name, r.root_cause)`),
    grouped(db, "tier", sql`r.tier`, sql`'Tier ' || r.tier`),
    grouped(db, "region", sql`coalesce(a.region, '')`, sql`coalesce(nullif(a.region, ''), 'No region')`),
  ]);
  return { byRootCause, byTier, byRegion };
}

async function grouped(
  db: Db,
  by: Grouping,
  key: RawBuilder<unknown>,
  label: RawBuilder<unknown>,
): Promise<Group[]> {
  const { rows } = await sql<Omit<Group, "rule">>`
    select ${key} as key, min(${label}) as label, ${counted}
      from risks r join accounts a on a.id = r.account_id left join risk_root_causes c on c.slug = r.root_cause
     where ${isUnderWay} group by 1 ${largestFirst}
  `.execute(db);
  return rows.map((row) => ({ ...row, rule: ruleOfGroup(by, row.key) }));
}

/** How long risks have been under way, in bands whose ends are days. */
export async function readAges(db: Db, { today, timeZone }: Context): Promise<RiskReport["byAge"]> {
  const { rows } = await sql<Omit<RiskReport["byAge"][number], "rule">>`
    select b.from_days::text as key, b.label, b.from_days as "fromDays", b.to_days as "toDays", ${counted}
      from risks r join accounts a on a.id = r.account_id
      join (values (0, 13, 'Under 14 days'), (14, 29, '14–29 days'), (30, 89, '30–89 days'), (90, null, '90 days and more'))
           b (from_days, to_days, label)
        on ${today.toString()}::date - (r.raised_at at time zone ${timeZone})::date between b.from_days and coalesce(b.to_days, 1000000)
     where ${isUnderWay} group by b.from_days, b.to_days, b.label order by b.from_days
  `.execute(db);
  return rows.map((row) => ({ ...row, rule: ruleOfAge(row) }));
}

/** By the segments of the accounts; an account in several counts in each. */
export async function readSegments(app: App, db: Db): Promise<Group[]> {
  const segments = [...(await catalogOf(app)).fieldsOf("account").values()].filter(
    ({ slug, column }) => slug.startsWith("segment:") && column.table === "derived",
  );
  if (segments.length === 0) return [];
  const rows = segments.map(
    ({ slug, label, column }) =>
      sql`(${slug.slice("segment:".length)}::text, ${label}::text, ${sql.id("d", column.name)})`,
  );
  const { rows: groups } = await sql<Omit<Group, "rule">>`
    select g.slug as key, min(g.label) as label, ${counted}
      from risks r join accounts a on a.id = r.account_id join account_derived d on d.account_id = r.account_id
     cross join lateral (select slug, label from (values ${sql.join(rows)}) v (slug, label, is_in) where v.is_in) g
     where ${isUnderWay} group by 1 ${largestFirst}
  `.execute(db);
  return groups.map((group) => ({ ...group, rule: ruleOfGroup("segment", group.key) }));
}

/** Risks raised in each of the last twelve months, this one included, by category of their root cause. */
export async function readCauseTrend(
  db: Db,
  { today, timeZone }: Context,
): Promise<RiskReport["causeTrend"]> {
  const first = today.with({ day: 1 }).subtract({ months: 11 }).toString();
  const { rows } = await sql<Omit<RiskReport["causeTrend"][number], "rule"> & { causes: string[] }>`
    select to_char(r.raised_at at time zone ${timeZone}, 'YYYY-MM') as month, coalesce(c.category, 'Other') as category,
           array_agg(distinct r.root_cause) as causes, ${counted}
      from risks r left join risk_root_causes c on c.slug = r.root_cause
     where r.archived_at is null and r.raised_at >= ${first}::date::timestamp at time zone ${timeZone}
     group by 1, 2 order by 1, 2
  `.execute(db);
  return rows.map(({ causes, ...row }) => ({ ...row, rule: ruleOfMonth(row.month, causes) }));
}

/** What found risks first, ever, and how long before the account's next renewal: indicators, and people (an empty key). */
export async function readFoundBy(db: Db, { timeZone }: Context): Promise<RiskReport["foundBy"]> {
  const { rows } = await sql<Omit<RiskReport["foundBy"][number], "rule">>`
    select coalesce(r.found_by, '') as key, min(coalesce(f.name, r.found_by, 'People, without an indicator')) as label, ${counted},
           (percentile_cont(0.5) within group (order by w.due_on - (r.raised_at at time zone ${timeZone})::date))::float as "medianDaysAhead"
      from risks r join accounts a on a.id = r.account_id
      left join indicator_definitions f on f.slug = r.found_by
      left join lateral (
        select min(w.due_on) as due_on from renewals w
         where w.account_id = r.account_id and w.archived_at is null
           and case when r.renewal_id is null then w.due_on >= (r.raised_at at time zone ${timeZone})::date
                    else w.id = r.renewal_id end) w on true
     where r.archived_at is null group by 1 order by count(*) desc, 1
  `.execute(db);
  return rows.map((row) => ({ ...row, rule: ruleOfFinder(row.key) }));
}
