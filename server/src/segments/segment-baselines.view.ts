import type { SegmentBaselines } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { catalogOf } from "../objects/index.ts";
import { fewestAccounts } from "./quantiles.ts";
import { readSegment } from "./segments.sql.ts";

/** What is usual among the healthy accounts of a segment, metric by metric. */
export async function readBaselines(app: App, slug: string): Promise<SegmentBaselines> {
  const segment = await readSegment(app.db, slug);
  const fields = (await catalogOf(app)).fieldsOf("account");
  const rows = await app.db
    .selectFrom("segment_baselines")
    .selectAll()
    .where("segment_id", "=", segment.id)
    .orderBy("field")
    .execute();
  return {
    fewestAccounts,
    items: rows.map((row) => ({
      field: row.field,
      label: fields.get(row.field)?.label ?? row.field,
      median: row.median,
      spread: row.spread,
      accounts: row.account_count,
      computedAt: row.computed_at,
    })),
  };
}
