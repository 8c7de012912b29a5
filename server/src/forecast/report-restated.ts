import { getForecastRestated as endpoint } from "@perennial/contract";
import { sql } from "kysely";
import { add, decimal, decimalText, ratesOf, subscriptionType } from "../contracts/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { query } from "../kernel/query.ts";
import { catalogOf, contextAt, readAsOf, readRecords } from "../objects/index.ts";
import { forecastRows } from "./forecast-rows.sql.ts";
import { asOfInstant, forecastScope, ownerCondition, ratesDate, spanOf } from "./forecast-scope.ts";
import { type LateLine, lateLines } from "./late-lines.ts";
import { amountText } from "./ledger.ts";

type Due = {
  id: string;
  accountId: string;
  accountName: string;
  dueOn: string;
  contractId: string | null;
  /** Null: nobody knew of it then. */
  then: string | null;
};

const definition =
  "Renewals due in the period whose target is another one by facts that were recorded after the day and are of that day or " +
  "before: contracts entered late, amendments with an earlier date. What happened later is not among them.";

/** What late facts change in the forecast of a day: the target of each renewal as it was known then, and as it is known now. */
export const reportRestated = query({
  name: "forecast.restated",
  permission: "forecast.read",
  input: endpoint.query,
  async run({ app, db, ctx, input }) {
    const { period, currency } = await forecastScope(app, ctx, input.period);
    const asOf = asOfInstant(ctx, input.asOf);
    const head = { ...spanOf(period), currency, definition, asOf: (asOf ?? ctx.now).toString() };
    if (asOf === null) return { ...head, thenArr: "0.00", nowArr: "0.00", rows: [] };
    const then = contextAt(ctx, asOf);
    const owner = await ownerCondition(app, input.level, sql`r.owner_id`);
    const day = then.today.toString();
    const { rows } = await sql<Due>`
      with ${forecastRows({ period, asOf, currency, ratesOn: ratesDate(ctx, asOf) })}
      select r.id, r.account_id as "accountId", a.name as "accountName", r.due_on as "dueOn", r.contract_id as "contractId",
             coalesce(r.target, 0)::text as then
        from due r join accounts a on a.id = r.account_id and a.archived_at is null
       where not r.is_unconverted and ${owner} and r.contract_id is not null and r.outcome is null
      union all
      select r.id, r.account_id, a.name, r.due_on, r.contract_id, null
        from renewals r
        join accounts a on a.id = r.account_id and a.archived_at is null
        join contracts c on c.account_id = r.account_id and c.id = r.contract_id
        left join renewal_policies p on p.touch_model = a.touch_model
        left join renewal_policies e on e.touch_model is null
       where r.due_on between ${period.from.toString()}::date and ${period.to.toString()}::date and r.archived_at is null
         and ${owner} and r.created_at > ${asOf.toString()}::timestamptz and c.created_at > ${asOf.toString()}::timestamptz
         and c.starts_on <= ${day}::date and r.due_on - coalesce(p.lead_days, e.lead_days) <= ${day}::date
    `.execute(db);
    const lines = await linesOf(app, then, rows);
    const restated = rows.flatMap((row) => {
      const late = lines.get(row.contractId ?? "") ?? [];
      const counted = late.filter((line) => line.appliesOn(row.dueOn));
      if (counted.length === 0) return [];
      const moved = counted.reduce((sum, line) => add(sum, line.differenceOn(row.dueOn)), decimal("0"));
      const now = amountText(decimalText(add(decimal(row.then ?? "0"), moved)));
      if (row.then !== null && now === amountText(row.then)) return [];
      const { contractId, then, ...shown } = row;
      return [
        {
          ...shown,
          thenArr: then === null ? null : amountText(then),
          nowArr: now,
          causes: counted.map(({ what, effectiveOn, recordedAt, by }) => ({
            what,
            effectiveOn,
            recordedAt,
            by,
          })),
        },
      ];
    });
    const total = (side: "thenArr" | "nowArr") =>
      amountText(
        decimalText(restated.reduce((sum, row) => add(sum, decimal(row[side] ?? "0")), decimal("0"))),
      );
    return { ...head, thenArr: total("thenArr"), nowArr: total("nowArr"), rows: restated };
  },
});

type Late = {
  id: string;
  contract_id: string;
  recorded_at: string;
  actor_name: string;
  /** The end it was entered with. */
  first_ends_on: string | null;
};

/** The lines of these renewals' contracts that late facts changed, by contract. */
async function linesOf(app: App, then: Context, due: readonly Due[]): Promise<Map<string, LateLine[]>> {
  const contracts = due.flatMap((row) => row.contractId ?? []);
  if (contracts.length === 0) return new Map();
  const asOf = String(then.asOf);
  const { rows } = await sql<Late>`
    select distinct on (s.id) s.id, s.contract_id, h.recorded_at, h.actor_name,
           (select case when e.at = s.created_at then e.new else e.old end #>> '{}' from history e
             where e.account_id = s.account_id and e.object = 'subscription' and e.object_id = s.id and e.field = 'endsOn'
             order by e.at, e.id limit 1) as first_ends_on
      from subscriptions s
      join history h on h.account_id = s.account_id and h.object = 'subscription' and h.object_id = s.id
     where s.account_id = any(${due.map((row) => row.accountId)}::uuid[]) and s.contract_id = any(${contracts}::uuid[])
       and h.recorded_at > ${asOf}::timestamptz
     order by s.id, h.recorded_at, h.id
  `.execute(app.db);
  if (rows.length === 0) return new Map();
  const catalog = await catalogOf(app);
  const ids = rows.map((row) => row.id);
  const { currency } = await app.company();
  const rates = await sql<{ currency: string; rate: string }>`${ratesOf(then.today.toString())}`.execute(
    app.db,
  );
  const late = lateLines({
    day: then.today.toString(),
    knownThen: await readAsOf(app, then, catalog, subscriptionType, ids),
    knownNow: await readRecords(app.db, catalog, subscriptionType, ids),
    records: new Map(
      rows.map((row) => [
        row.id,
        { recordedAt: row.recorded_at, by: row.actor_name, firstEndsOn: row.first_ends_on },
      ]),
    ),
    rateOf: (from) => (from === currency ? "1" : rates.rows.find((rate) => rate.currency === from)?.rate),
  });
  const contractOf = new Map(rows.map((row) => [row.id, row.contract_id]));
  return Map.groupBy(late, (line) => contractOf.get(line.id) ?? "") as Map<string, LateLine[]>;
}
