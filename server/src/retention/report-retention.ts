import { getRetention } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import { amountText } from "../contracts/index.ts";
import type { App } from "../kernel/app.ts";
import { addMonths } from "../kernel/calendar.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { catalogOf } from "../objects/index.ts";
import { retentionDefinition } from "./retention.ts";
import { cohortBase, renewalBase } from "./retention-bases.sql.ts";
import { figuresOf, type SumsRow } from "./retention-figures.ts";

type Input = z.output<typeof getRetention.query>;
type Row = SumsRow & {
  group: string | null;
  is_total: boolean;
  open_count: number;
  open_arr: string;
};

/** Retention of one family over a span, whole and by group, with the definition and the policies it follows. */
export const reportRetention = query({
  name: "retention.read",
  permission: "retention.read",
  input: getRetention.query,
  async run({ app, db, ctx, input }) {
    const { currency } = await app.company();
    const { from, to } = spanOf(ctx, input);
    const reporting = { currency, ratesOn: to };
    const base =
      input.family === "cohort" ? cohortBase(reporting, from, to, input) : renewalBase(reporting, from, to);
    const group = input.groupBy === undefined ? sql`null::text` : await groupOf(app, input.groupBy);
    const sums = await readSums(db, base, group, input.family === "cohort");
    const total = sums.find((row) => row.is_total);
    const groups = sums
      .filter((row) => !row.is_total)
      .map((row) => ({ group: row.group, ...figuresOf(row) }));
    return {
      family: input.family,
      from,
      to,
      currency,
      definition: retentionDefinition(input.family, from, to, currency, input),
      ...figuresOf(total),
      ...(input.family === "renewal-base"
        ? { openCount: total?.open_count ?? 0, openArr: amountText(total?.open_arr ?? "0") }
        : {}),
      ...(input.groupBy === undefined ? {} : { groups }),
      ...(input.rows === "true" ? { rows: await readRows(db, base) } : {}),
    };
  },
});

/**
 * The last twelve months unless dates are given. A cohort cannot be measured in the future: its span ends today at the
 * latest. Renewals due later are known already, and open.
 */
function spanOf(ctx: Context, input: Input): { from: string; to: string } {
  const today = ctx.today.toString();
  const wanted = input.to ?? today;
  const to = input.family === "cohort" && wanted > today ? today : wanted;
  const from = input.from ?? addMonths(Temporal.PlainDate.from(to), -12).toString();
  if (from <= to) return { from, to };
  throw problem("invalid-input", "`from` must not lie after `to`, nor in the future.", {
    fields: [{ path: "from", message: `after ${to}` }],
  });
}

async function groupOf(app: App, slug: string): Promise<RawBuilder<unknown>> {
  const field = (await catalogOf(app)).fieldsOf("account").get(slug);
  if (field) return sql`${sql.id(field.column.table === "derived" ? "d" : "a", field.column.name)}::text`;
  throw problem("invalid-input", `“${slug}” is not a field of accounts.`, {
    fields: [{ path: "groupBy", message: "not the slug of a field of accounts" }],
  });
}

async function readSums(
  db: Db,
  base: RawBuilder<unknown>,
  group: RawBuilder<unknown>,
  isCohort: boolean,
): Promise<Row[]> {
  const isKept = isCohort ? sql`b.end_arr > 0` : sql`b.outcome = 'renewed'`;
  const { rows } = await sql<Row>`
    with ${base},
    grouped as (
      select b.*, ${isKept} as is_kept, ${group} as in_group
        from base b
        join accounts a on a.id = b.account_id
        left join account_derived d on d.account_id = a.id
    )
    select in_group as group, grouping(in_group) = 1 as is_total,
           coalesce(sum(start_arr), 0) as start_arr, coalesce(sum(end_arr), 0) as end_arr,
           coalesce(sum(retained_arr), 0) as retained_arr,
           count(*) as start_count, count(*) filter (where is_kept) as kept_count,
           count(*) filter (where outcome is null) as open_count,
           coalesce(sum(start_arr) filter (where outcome is null), 0) as open_arr
      from grouped
     group by grouping sets ((), (in_group))
     order by is_total desc, start_arr desc, in_group nulls last
  `.execute(db);
  return rows;
}

async function readRows(db: Db, base: RawBuilder<unknown>) {
  const { rows } = await sql<{
    account_id: string;
    name: string;
    renewal_id: string | null;
    start_arr: string;
    end_arr: string;
    retained_arr: string;
    outcome: string | null;
  }>`
    with ${base}
    select b.account_id, a.name, b.renewal_id, b.start_arr, b.end_arr, b.retained_arr, b.outcome
      from base b join accounts a on a.id = b.account_id
     order by b.start_arr - b.end_arr desc, a.name, b.account_id, b.renewal_id
  `.execute(db);
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    ...(row.renewal_id === null ? {} : { renewalId: row.renewal_id, outcome: row.outcome }),
    startArr: amountText(row.start_arr),
    endArr: amountText(row.end_arr),
    retainedArr: amountText(row.retained_arr),
  }));
}
