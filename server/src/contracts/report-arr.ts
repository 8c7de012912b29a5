import { getArr, getArrMovements } from "@perennial/contract";
import { sql } from "kysely";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import type { ArrLine } from "./arr-line.ts";
import { type Interval, intervalsBetween } from "./movement-intervals.ts";
import { type Movement, movementsBetween } from "./movements.ts";
import { amountText, readArrAt } from "./read-arr.ts";
import {
  type MovementRow,
  readCauses,
  readMovementRows,
  readMovements,
  readMovementsAtDates,
} from "./read-movements.ts";
import { type Reporting, reportingLines, unconvertedLines } from "./reporting-lines.sql.ts";

/** ARR at a date, other currencies at the rate of that date. */
export const reportArr = query({
  name: "arr.read",
  permission: "arr.read",
  input: getArr.query,
  async run({ app, db, ctx, input }) {
    const { currency } = await app.company();
    const at = input.at ?? ctx.today.toString();
    const report = await readArrAt(db, { currency, ratesOn: at }, at, { withRows: input.rows === "true" });
    return { at, currency, ...report };
  },
});

const mostRows = 100_000;
const earlier = (one: string, other: string): string => [one, other].sort()[0] ?? one;

/** The rows of spans that meet, each at the rates that the sums of its span are made with: so they add up to them. */
async function rowsOf(db: Db, reporting: Reporting, spans: readonly Interval[]): Promise<MovementRow[]> {
  const found: MovementRow[] = [];
  for (const span of spans) {
    const left = mostRows - found.length;
    if (left <= 0) break;
    found.push(...(await readMovementRows(db, { ...reporting, ratesOn: span.to }, span, left)));
  }
  return found;
}

/**
 * Movements of ARR between two dates, at constant rates or those of the dates. What has not happened yet is no movement: a line that will end is
 * not churn before that day has come, so the span is cut to today.
 */
export const reportMovements = query({
  name: "arr.movements",
  permission: "arr.read",
  input: getArrMovements.query,
  async run({ app, db, ctx, input }) {
    if (input.to < input.from) {
      throw problem("invalid-input", "`to` lies before `from`.", {
        fields: [{ path: "to", message: "before `from`" }],
      });
    }
    const { currency } = await app.company();
    const today = ctx.today.toString();
    const to = earlier(input.to, today);
    const from = earlier(input.from, to);
    const reporting: Reporting = {
      currency,
      ratesOn: to,
      ...(input.account ? { scope: sql`${input.account}::uuid` } : {}),
    };
    const spans = intervalsBetween(from, to, input.interval);
    const read = input.rates === "date" ? readMovementsAtDates : readMovements;
    const intervals = await read(db, reporting, spans);
    const causes = input.causes === "true" ? await readCauses(db, reporting, spans) : undefined;
    const unconverted = await unconvertedLines(reporting, to).execute(db);
    const rowSpans = input.rates === "date" ? spans : [{ from, to }];
    const rows = input.rows === "true" ? await rowsOf(db, reporting, rowSpans) : undefined;
    const told = rows && input.account ? await movementsOfAccount(db, reporting, from, to) : undefined;
    return {
      from,
      to,
      currency,
      intervals: intervals.map((interval) => ({
        ...interval,
        ...(causes ? { causes: causes.get(interval.from) } : {}),
      })),
      unconverted: unconverted.rows.map((row) => ({ currency: row.currency, arr: amountText(row.arr) })),
      ...(rows ? { rows: rows.map((row) => ({ ...row, ...causesOf(told, row.on) })) } : {}),
    };
  },
});

function causesOf(told: readonly Movement[] | undefined, on: string) {
  const movement = told?.find((one) => one.on === on);
  if (!movement) return {};
  return {
    causes: movement.causes.map((cause) => ({
      ...cause,
      lineIds: [...cause.lineIds],
      quantityArr: amountText(cause.quantityArr),
      priceArr: amountText(cause.priceArr),
      addedArr: amountText(cause.addedArr),
      endedArr: amountText(cause.endedArr),
    })),
  };
}

async function movementsOfAccount(
  db: Db,
  reporting: Reporting,
  from: string,
  to: string,
): Promise<Movement[]> {
  const { rows } = await sql<{
    id: string;
    root_id: string;
    starts_on: string;
    ends_before: string | null;
    arr: string;
    quantity: string;
  }>`
    with ${reportingLines(reporting)}
    select id, root_id, starts_on, ends_before, arr, quantity from lines
  `.execute(db);
  const lines = rows.map(
    (row): ArrLine => ({
      lineId: row.id,
      rootId: row.root_id,
      startsOn: row.starts_on,
      endsBefore: row.ends_before,
      arr: row.arr,
      quantity: row.quantity,
    }),
  );
  return movementsBetween(lines, from, to);
}
