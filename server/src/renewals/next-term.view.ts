import { sql } from "kysely";
import { z } from "zod";
import { amountText } from "../contracts/index.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { contractOf, expiringLines, nextTermOf } from "./next-term.ts";
import { isRefund, type NextPrice, renewLines } from "./renewed-lines.ts";

type Row = {
  account_id: string;
  contract_id: string | null;
  due_on: string;
  term_starts_on: string | null;
  currency: string;
  outcome: string | null;
};

/** What the next term of a renewal would come to, by the same reckoning that an outcome is carried out with. */
export const readNextTerm = query({
  name: "renewals.next-term",
  permission: "renewals.read",
  input: z.object({ id: z.uuid() }),
  async run({ db, ctx, input }) {
    const { rows } = await sql<Row>`
      select account_id, contract_id, due_on, term_starts_on, currency, outcome from renewals
       where id = ${input.id} and archived_at is null
    `.execute(db);
    const renewal = rows[0];
    if (!renewal) throw problem("not-found", `There is no renewal with the id ${input.id}.`);
    const { currency, contract_id: contractId } = renewal;
    if (contractId === null || renewal.outcome !== null) {
      return { currency, startsOn: null, endsOn: null, lines: [] };
    }
    const contract = await contractOf(db, renewal.account_id, contractId, false);
    const lines = (await expiringLines(db, renewal, false)).filter((line) => line.currency === currency);
    const at = (price: NextPrice) =>
      new Map(renewLines(lines, contract.uplift_pct, null, price).map(({ id, arr }) => [id, arr]));
    const [same, list, uplift] = [at("same"), at("list"), at("uplift")];
    const usual = { termEndsOn: null, orderedOn: ctx.today.toString() };
    return {
      currency,
      ...nextTermOf(renewal, contract, usual, false),
      lines: lines.map((line) => ({
        id: line.id,
        name: line.product ?? line.plan ?? "Unnamed line",
        isRefund: isRefund(line),
        sameArr: amountText(same.get(line.id) ?? line.arr),
        listArr: amountText(list.get(line.id) ?? line.arr),
        upliftArr: amountText(uplift.get(line.id) ?? line.arr),
      })),
    };
  },
});
