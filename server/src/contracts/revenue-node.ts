import { sql } from "kysely";
import type { NodeSource } from "../engine/index.ts";
import { readCompany } from "../kernel/company.ts";
import { reportingLines } from "./reporting-lines.sql.ts";

const group = "Revenue";

/** ARR of each account today, in the company's currency, and from when to when it has had any. */
export const revenueNodes: NodeSource = async (db) => {
  const { currency } = await readCompany(db);
  return [
    {
      kind: "source",
      key: "revenue",
      reads: [],
      columns: [
        {
          name: "arr",
          field: { slug: "arr", label: "ARR", group, type: "currency" },
          whenMissing: 0,
          isTracked: true,
          isDated: true,
        },
        {
          name: "mrr",
          field: { slug: "mrr", label: "MRR", group, type: "currency" },
          whenMissing: 0,
          isDated: true,
        },
        { name: "first_arr_on", field: { slug: "firstArrOn", label: "First ARR on", group, type: "date" } },
        {
          name: "last_arr_on",
          field: {
            slug: "lastArrOn",
            label: "Last ARR on",
            group,
            type: "date",
            description: "The last day on which a line known today carries ARR; empty where one has no end",
          },
        },
      ],
      select: ({ ctx, scope }) => {
        const today = ctx.today.toString();
        return sql`
          with ${reportingLines({ currency, ratesOn: today, scope, withArchived: ctx.asOf !== undefined })}
          select account_id, arr, round(arr / 12, 2) as mrr, first_arr_on, last_arr_on
            from (select account_id,
                         coalesce(sum(arr) filter (where starts_on <= ${today}::date
                                                     and (ends_before is null or ends_before > ${today}::date)), 0) as arr,
                         min(starts_on) filter (where arr > 0) as first_arr_on,
                         case when bool_or(ends_before is null and arr > 0) then null
                              else max(ends_before) filter (where arr > 0) - 1 end as last_arr_on
                    from lines group by account_id) as sums`;
      },
    },
  ];
};
