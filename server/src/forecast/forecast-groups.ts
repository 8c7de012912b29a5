import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { contributions } from "../kernel/slice.ts";
import { catalogOf } from "../objects/index.ts";
import { renewalGroup } from "../renewals/index.ts";

/** How the rows of a forecast are grouped: what is joined beside them, the group, and words for its values. */
export type Grouping = {
  readonly join: RawBuilder<unknown>;
  readonly group: RawBuilder<unknown>;
  readonly labels: ReadonlyMap<string, string>;
  /** Why groups add up to more than the whole, and what else is to be known of them; null where there is nothing. */
  readonly overlaps: string | null;
};

/** What a forecast is grouped by the days of: those in the span, as known at the instant (null: now). */
export type GroupedSpan = {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly asOf: Temporal.Instant | null;
  readonly timeZone: string;
};

/** A grouping that a slice above the forecast gives. */
export type ForecastGrouping = {
  readonly slug: string;
  of(app: App, span: GroupedSpan): Promise<Grouping>;
};

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    forecastGroupings: readonly ForecastGrouping[];
  }
}

const none = { join: sql``, labels: new Map<string, string>(), overlaps: null };

/** @throws Problem `invalid-input` when renewals cannot be grouped by it */
export async function groupingOf(app: App, slug: string, span: GroupedSpan): Promise<Grouping> {
  const given = contributions(app, "forecastGroupings").find((one) => one.slug === slug);
  if (given) return given.of(app, span);
  if (slug === "hierarchy") return { ...none, group: sql`r.owner_id::text` };
  if (slug === "product") return { ...none, join: mainProduct, group: sql`p.product` };
  if (slug === "segment") return bySegment(app);
  return { ...none, group: await renewalGroup(app, slug) };
}

/** The condition that a renewal `p`, one of the rows `due`, is in the group asked for; that it is any, where none is asked for. */
export async function groupCondition(
  app: App,
  { groupBy, group }: { groupBy?: string | undefined; group?: string | undefined },
  span: GroupedSpan,
): Promise<RawBuilder<unknown>> {
  if (groupBy === undefined) return sql`true`;
  const grouping = await groupingOf(app, groupBy, span);
  return sql`(p.account_id, p.id) in (
    select r.account_id, r.id from due r
      join accounts a on a.id = r.account_id
      left join account_derived d on d.account_id = r.account_id
      ${grouping.join}
     where ${grouping.group} is not distinct from ${group ?? null}::text)`;
}

/** The product of the contract's largest line on the day the renewal is due. */
const mainProduct = sql`
  left join (
    select distinct on (r.account_id, r.id) r.account_id, r.id, coalesce(l.product, l.plan) as product
      from due r
      join subscriptions l on l.account_id = r.account_id and l.contract_id = r.contract_id and l.archived_at is null
                          and l.starts_on <= r.due_on and (l.ends_on is null or l.ends_on >= r.due_on)
     order by r.account_id, r.id, l.arr desc, l.id
  ) p on p.account_id = r.account_id and p.id = r.id`;

const inSeveralSegments =
  "An account can be in several segments, so that these add up to more than the whole.";

async function bySegment(app: App): Promise<Grouping> {
  const fields = [...(await catalogOf(app)).fieldsOf("account").values()].filter(
    ({ slug, column }) => slug.startsWith("segment:") && column.table === "derived",
  );
  const rows = fields.map(({ slug, column }) => sql`(${slug.slice(8)}::text, ${sql.id("d", column.name)})`);
  rows.push(
    sql`(null::text, not coalesce(${sql.join(
      fields.map(({ column }) => sql.id("d", column.name)),
      sql` or `,
    )}, false))`,
  );
  const join =
    fields.length === 0
      ? sql`cross join (select null::text as slug) g`
      : sql`cross join lateral (select slug from (values ${sql.join(rows)}) v (slug, is_in) where v.is_in) g`;
  const labels = new Map(fields.map(({ slug, label }) => [slug.slice(8), label]));
  return { join, group: sql`g.slug`, labels, overlaps: inSeveralSegments };
}
