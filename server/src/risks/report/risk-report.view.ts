import { getRiskReport as getEndpoint, type RiskReport } from "@perennial/contract";
import { query } from "../../kernel/query.ts";
import { readAsks } from "./asks.sql.ts";
import { rulesOfTotals } from "./drill-rules.ts";
import { readAges, readCauseTrend, readFoundBy, readGroups, readSegments } from "./groups.sql.ts";
import { readDue, readLedger, readRecurrence, readTotals } from "./totals.sql.ts";

/** What is at risk now and how it came; what was saved and lost since a day; what other departments are asked for. */
export const readRiskReport = query({
  name: "risks.report",
  permission: "risks.read",
  input: getEndpoint.query,
  async run({ app, db, ctx, input }): Promise<RiskReport> {
    const from = input.from ?? ctx.today.subtract({ years: 1 }).toString();
    const [totals, ledger, recurrence, groups, bySegment, byAge, causeTrend, foundBy, arrDueByQuarter, asks] =
      await Promise.all([
        readTotals(db, ctx),
        readLedger(db, ctx, from),
        readRecurrence(db, ctx, from),
        readGroups(db),
        readSegments(app, db),
        readAges(db, ctx),
        readCauseTrend(db, ctx),
        readFoundBy(db, ctx),
        readDue(db, ctx),
        readAsks(db, ctx),
      ]);
    return {
      from,
      rules: rulesOfTotals(from),
      ...totals,
      ...ledger,
      ...recurrence,
      ...groups,
      bySegment,
      byAge,
      causeTrend,
      foundBy,
      arrDueByQuarter,
      ...asks,
    };
  },
});
