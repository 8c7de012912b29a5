import { requestPass } from "../engine/index.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { enqueue } from "../kernel/jobs/index.ts";
import { membershipField } from "./membership-column.ts";
import { refreshSegments } from "./refresh-segments.job.ts";
import type { SegmentRow } from "./segments.sql.ts";

/** Has the members of a segment worked out anew over all records, in the background. */
export async function requestMembers(
  tx: Tx,
  ctx: Context,
  { object, slug }: Pick<SegmentRow, "object" | "slug">,
  reason: string,
): Promise<void> {
  if (object === "account") {
    await requestPass(tx, ctx.now, reason, [membershipField(slug)]);
    return;
  }
  const requestedAt = ctx.now.toString();
  await tx
    .updateTable("segments")
    .set({ refresh_requested_at: requestedAt, refresh_done: 0, refresh_total: null })
    .where("slug", "=", slug)
    .execute();
  await enqueue(tx, refreshSegments, { object, slug, requestedAt });
}
