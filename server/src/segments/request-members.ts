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
  if (object === "account") await requestPass(tx, ctx.now, reason, [membershipField(slug)]);
  else await enqueue(tx, refreshSegments, { object, slug });
}
