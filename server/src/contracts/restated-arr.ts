import { add, decimal, decimalText } from "@perennial/contract/pricing";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { dateIn } from "../kernel/calendar.ts";
import type { Context } from "../kernel/context.ts";
import {
  catalogOf,
  type RestatedFigure,
  type RestatedSource,
  readAsOf,
  readRecords,
  type StoredRecord,
} from "../objects/index.ts";
import { amountText } from "./read-arr.ts";
import { ratesOf } from "./reporting-lines.sql.ts";
import { subscriptionType } from "./subscription-type.ts";

type Line = { id: string; then: string; now: string };
type LateChange = { object_id: string; recorded_at: string; actor_name: string };

/**
 * ARR of an earlier day as the lines gave it that were recorded when the day was over, against what they give now: a contract
 * entered with a date before it was entered, an amendment of the past, a line archived since.
 */
export const restatedArr: RestatedSource = async ({ app, ctx, accountId }) => {
  const catalog = await catalogOf(app);
  const { rows: ids } = await sql<{ id: string }>`
    select id from subscriptions where account_id = ${accountId}::uuid`.execute(app.db);
  const lineIds = ids.map((row) => row.id);
  const now = await readRecords(app.db, catalog, subscriptionType, lineIds);
  const then = await readAsOf(app, ctx, catalog, subscriptionType, lineIds);
  const lines = await amountsOf(app, ctx, then, now);
  const changed = lines.filter((line) => line.then !== line.now);
  if (changed.length === 0) return { figures: [], notes: [] };
  if (then.length === 0) {
    const last =
      now
        .map((line) => line.createdAt)
        .sort()
        .at(-1) ?? "";
    const on = dateIn(Temporal.Instant.from(last), ctx.timeZone);
    return {
      figures: [],
      notes: [{ what: "No ARR was known then: its subscriptions were entered later", on: on.toString() }],
    };
  }
  const sum = (side: "then" | "now") =>
    amountText(decimalText(lines.reduce((total, line) => add(total, decimal(line[side])), decimal("0"))));
  const byId = new Map(now.map((line) => [line.id, line]));
  const changes = await lateChanges(app, ctx, accountId, changed);
  const figure: RestatedFigure = {
    field: "arr",
    label: "ARR",
    type: "currency",
    knownThen: sum("then"),
    knownNow: sum("now"),
    causes: changed
      .map((line) => {
        const late = changes.get(line.id);
        const values = byId.get(line.id)?.values ?? {};
        const known = then.some((each) => each.id === line.id);
        return {
          what: `${nameOf(values)}: ${known ? `${amountText(line.then)} then, ${amountText(line.now)} now` : `${amountText(line.now)}, not recorded then`}`,
          effectiveOn: String(values.startsOn ?? ctx.today),
          recordedAt: late?.recorded_at ?? String(byId.get(line.id)?.createdAt),
          by: late?.actor_name ?? null,
        };
      })
      .sort((a, b) => (a.recordedAt < b.recordedAt ? 1 : -1)),
  };
  return { figures: figure.knownThen === figure.knownNow ? [] : [figure], notes: [] };
};

function nameOf(values: StoredRecord["values"]): string {
  const named = [values.product, values.plan].filter((part) => typeof part === "string");
  return named.length > 0 ? named.join(" ") : "A line";
}

/** What each line came to on the day, in the company's currency, by what was recorded then and by what is now. */
async function amountsOf(
  app: App,
  ctx: Context,
  then: readonly StoredRecord[],
  now: readonly StoredRecord[],
): Promise<Line[]> {
  const { currency } = await app.company();
  const rowOf = (side: string) => (line: StoredRecord) => ({
    side,
    id: line.id,
    arr: line.archivedAt === null ? (line.values.arr ?? "0") : "0",
    currency: line.values.currency,
    starts_on: line.values.startsOn,
    ends_on: line.values.endsOn,
  });
  const rows = [...then.map(rowOf("then")), ...now.map(rowOf("now"))];
  const today = ctx.today.toString();
  const amount = sql`case when l.currency = ${currency} then l.arr else round(l.arr * r.rate, 2) end`;
  const { rows: lines } = await sql<Line>`
    with rates as (${ratesOf(today)})
    select l.id, coalesce(sum(${amount}) filter (where side = 'then'), 0)::text as then,
           coalesce(sum(${amount}) filter (where side = 'now'), 0)::text as now
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as l (side text, id uuid, arr numeric(20,2), currency text, starts_on date, ends_on date)
      left join rates r on r.currency = l.currency
     where l.starts_on <= ${today}::date and (l.ends_on is null or l.ends_on >= ${today}::date)
     group by l.id order by l.id
  `.execute(app.db);
  return lines;
}

/** The last change of each line that was recorded after the day. */
async function lateChanges(
  app: App,
  { asOf }: Context,
  accountId: string,
  lines: readonly Line[],
): Promise<Map<string, LateChange>> {
  const { rows } = await sql<LateChange>`
    select distinct on (object_id) object_id, recorded_at, actor_name from history
     where account_id = ${accountId}::uuid and object = 'subscription'
       and object_id = any(${lines.map((line) => line.id)}::uuid[]) and recorded_at > ${String(asOf)}::timestamptz
     order by object_id, recorded_at, id
  `.execute(app.db);
  return new Map(rows.map((row) => [row.object_id, row]));
}
