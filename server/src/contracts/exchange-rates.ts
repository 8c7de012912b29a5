import { putExchangeRates } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { query } from "../kernel/query.ts";

type Rate = { currency: string; startsOn: string; rate: string };

async function readRates(db: Db | Tx): Promise<Rate[]> {
  const { rows } = await sql<{ currency: string; starts_on: string; rate: string }>`
    select currency, starts_on, rate from exchange_rates order by currency, starts_on
  `.execute(db);
  return rows.map((row) => ({ currency: row.currency, startsOn: row.starts_on, rate: row.rate }));
}

export const listExchangeRates = query({
  name: "arr.exchange-rates",
  permission: "arr.read",
  input: z.object({}),
  run: ({ db }) => readRates(db),
});

/** Sets rates, each from its day on; those of other days stay. */
export const setExchangeRates = command({
  name: "arr.set-exchange-rates",
  permission: "contracts.write",
  input: putExchangeRates.body,
  async run({ tx, ctx, input }) {
    await sql`
      insert into exchange_rates (currency, starts_on, rate, updated_at)
      select distinct on (currency, "startsOn") currency, "startsOn", rate, ${ctx.now.toString()}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(input.items)}::jsonb) as r (currency text, "startsOn" date, rate numeric)
      on conflict (currency, starts_on) do update set rate = excluded.rate, updated_at = excluded.updated_at
    `.execute(tx);
    return {
      result: await readRates(tx),
      events: [{ name: "exchange-rates.changed", object: "exchange-rate", objectId: null, accountId: null }],
    };
  },
});
